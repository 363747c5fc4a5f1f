// The code of migrate/plan_json.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/detail/plan_json_read.ipp>
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
    write(w, "ignored", f.ignored);
    w.close_object();
}

inline void write(json_::writer& w, const step& s) {
    w.open_object();
    write(w, "title", s.title);
    write(w, "operation", s.operation);
    write(w, "subject", s.subject);
    write(w, "table", s.table);
    write(w, "kind", kind_names[static_cast<std::size_t>(s.kind)]);
    write(w, "sql", s.sql);
    if (!s.function.empty()) write(w, "function", s.function);
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

} // namespace detail

namespace detail {
inline void write(json_::writer& w, const plan& p) {
    w.open_object();
    if (!p.file.name.empty()) { // first: history::files() looks for it there
        w.member("file");
        w.open_object();
        write(w, "version", p.file.version);
        write(w, "name", p.file.name);
        write(w, "checksum", p.file.checksum);
        write_flag(w, "transaction", p.file.transaction);
        w.close_object();
    }
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
    w.member("findings");
    w.open_array();
    for (const auto& f : p.findings) {
        w.element();
        write(w, f);
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

DATAFLOW_RUNTIME bool same_work(const plan& a, const plan& b) noexcept {
    if (a.steps.size() != b.steps.size()) return false;
    for (std::size_t i = 0; i < a.steps.size(); ++i) {
        const auto &x = a.steps[i], &y = b.steps[i];
        if (x.kind != y.kind || x.sql != y.sql || x.function != y.function ||
            x.transaction != y.transaction || x.undo != y.undo)
            return false;
    }
    return true;
}

} // namespace dataflow::migrate
