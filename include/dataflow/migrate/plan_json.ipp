// The code of migrate/plan_json.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

namespace detail {

inline constexpr std::string_view kind_names[]{"statements", "backfill", "verify"};

inline void write(json_::writer& w, std::string_view name, std::string_view text) {
    w.member(name);
    w.text(text);
}
inline void write(json_::writer& w, std::string_view name, std::int64_t number) {
    w.member(name);
    w.integer(number);
}
inline void write_flag(json_::writer& w, std::string_view name, bool flag) {
    w.member(name);
    w.boolean(flag);
}
inline void write(json_::writer& w, std::string_view name, const std::vector<std::string>& texts) {
    w.member(name);
    w.open_array();
    for (const auto& t : texts) {
        w.element();
        w.text(t);
    }
    w.close_array();
}

inline void write(json_::writer& w, const finding& f) {
    w.open_object();
    write(w, "code", f.code);
    write(w, "severity", name_of(f.severity));
    write(w, "table", f.table);
    write(w, "column", f.column);
    write(w, "message", f.message);
    write(w, "instead", f.instead);
    w.close_object();
}

inline void write(json_::writer& w, const step& s) {
    w.open_object();
    write(w, "title", s.title);
    write(w, "table", s.table);
    write(w, "kind", kind_names[static_cast<std::size_t>(s.kind)]);
    write(w, "sql", s.sql);
    write(w, "transaction", std::int64_t{s.transaction});
    write_flag(w, "without_foreign_keys", s.without_foreign_keys);
    w.member("locks");
    w.open_array();
    for (const auto& l : s.locks) {
        w.element();
        w.open_object();
        write(w, "table", l.table);
        write(w, "mode", name_of(l.mode));
        w.close_object();
    }
    w.close_array();
    write_flag(w, "scans", (s.effects & scans) != 0);
    write_flag(w, "rewrites", (s.effects & rewrites) != 0);
    write_flag(w, "builds_index", (s.effects & builds_index) != 0);
    write_flag(w, "writes_rows", (s.effects & writes_rows) != 0);
    write(w, "rows", s.rows);
    write(w, "estimate_ms", std::int64_t{s.estimate.count()});
    write(w, "risk", name_of(s.risk));
    write_flag(w, "loses_data", s.loses_data);
    write(w, "undo", s.undo);
    write(w, "irreversible", s.irreversible);
    write(w, "done", s.done);
    write(w, "leftover", s.leftover);
    write(w, "clean", s.clean);
    w.member("findings");
    w.open_array();
    for (const auto& f : s.findings) {
        w.element();
        write(w, f);
    }
    w.close_array();
    w.close_object();
}

[[nodiscard]] inline std::vector<std::string> read_texts(json_::reader& r) {
    std::vector<std::string> out;
    r.open_array();
    while (r.next_element()) out.emplace_back(r.text());
    return out;
}
template <class Enumeration, std::size_t N>
[[nodiscard]] Enumeration read_name(json_::reader& r, const std::string_view (&names)[N]) {
    const auto text = r.text();
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == text) return static_cast<Enumeration>(i);
    r.fail("is not a name that is known");
}

[[nodiscard]] inline step read_step(json_::reader& r) {
    constexpr std::string_view risks[]{"none", "low", "medium", "high", "critical"};
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    step s;
    const auto flag = [&](effect e) {
        if (r.boolean()) s.effects = static_cast<std::uint8_t>(s.effects | e);
    };
    r.open_object();
    for (std::string_view key; r.next_key(key);) {
        if (key == "title") s.title = r.text();
        else if (key == "table") s.table = r.text();
        else if (key == "kind") s.kind = read_name<step_kind>(r, kind_names);
        else if (key == "sql") s.sql = read_texts(r);
        else if (key == "transaction") s.transaction = static_cast<int>(r.integer(no_transaction, INT32_MAX));
        else if (key == "without_foreign_keys") s.without_foreign_keys = r.boolean();
        else if (key == "scans") flag(scans);
        else if (key == "rewrites") flag(rewrites);
        else if (key == "builds_index") flag(builds_index);
        else if (key == "writes_rows") flag(writes_rows);
        else if (key == "rows") s.rows = r.integer(-1, most);
        else if (key == "estimate_ms") s.estimate = std::chrono::milliseconds{r.integer(0, most)};
        else if (key == "risk") s.risk = read_name<risk>(r, risks);
        else if (key == "loses_data") s.loses_data = r.boolean();
        else if (key == "undo") s.undo = read_texts(r);
        else if (key == "irreversible") s.irreversible = r.text();
        else if (key == "done") s.done = r.text();
        else if (key == "leftover") s.leftover = r.text();
        else if (key == "clean") s.clean = read_texts(r);
        else r.skip();
    }
    return s;
}

} // namespace detail

namespace detail {
inline void write(json_::writer& w, const plan& p) {
    w.open_object();
    write(w, "dialect", sql::data_of(p.dialect).name);
    write(w, "server_version", std::int64_t{p.server_version});
    write(w, "risk", name_of(p.risk()));
    write_flag(w, "loses_data", p.loses_data());
    write_flag(w, "reversible", p.reversible());
    write(w, "estimate_ms", std::int64_t{p.estimate().count()});
    w.member("steps");
    w.open_array();
    for (const auto& s : p.steps) {
        w.element();
        write(w, s);
    }
    w.close_array();
    w.member("questions");
    w.open_array();
    for (const auto& q : p.questions) {
        w.element();
        w.open_object();
        write(w, "table", q.table);
        write(w, "text", q.text);
        write(w, "answer", q.answer);
        w.close_object();
    }
    w.close_array();
    write(w, "unknown", p.unknown);
    w.close_object();
}
} // namespace detail

DATAFLOW_RUNTIME std::string to_json(const plan& p) {
    std::string out;
    try {
        json_::writer w{out};
        detail::write(w, p);
    } catch (const access_fault&) {
        raise(error_kind::invalid_value, {.message = "a statement of the migration is not UTF-8"});
    }
    return out;
}

DATAFLOW_RUNTIME plan plan_from_json(std::string_view text) {
    plan p;
    try {
        json_::reader r{text};
        r.open_object();
        for (std::string_view key; r.next_key(key);) {
            if (key == "server_version") p.server_version = static_cast<int>(r.integer(0, INT32_MAX));
            else if (key == "dialect") {
                const auto name = r.text();
                for (const auto d : {sqlite, postgres})
                    if (sql::data_of(d).name == name) p.dialect = d;
            } else if (key == "steps") {
                r.open_array();
                while (r.next_element()) p.steps.push_back(detail::read_step(r));
            } else if (key == "unknown") p.unknown = detail::read_texts(r);
            else r.skip();
        }
        r.finish();
    } catch (const access_fault&) {
        raise(error_kind::invalid_value, {.message = "a plan of a migration is not well formed"});
    }
    return p;
}

DATAFLOW_RUNTIME bool same_work(const plan& a, const plan& b) noexcept {
    if (a.steps.size() != b.steps.size()) return false;
    for (std::size_t i = 0; i < a.steps.size(); ++i) {
        const auto &x = a.steps[i], &y = b.steps[i];
        if (x.kind != y.kind || x.sql != y.sql || x.transaction != y.transaction || x.undo != y.undo)
            return false;
    }
    return true;
}

} // namespace dataflow::migrate
