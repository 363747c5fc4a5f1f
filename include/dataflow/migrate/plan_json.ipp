// The code of migrate/plan_json.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/detail/plan_json_read.ipp>
#include <dataflow/migrate/finding_json.hpp>
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

inline void write(json_::writer& w, const finding& f) {
    w.open_object();
    write_members(w, f);
    w.close_object();
}

inline void write(json_::writer& w, const step& s) {
    w.open_object();
    json_::write_member(w, "title", s.title);
    json_::write_member(w, "operation", s.operation);
    json_::write_member(w, "subject", s.subject);
    json_::write_member(w, "table", s.table);
    json_::write_member(w, "kind", kind_names[static_cast<std::size_t>(s.kind)]);
    json_::write_member(w, "sql", s.sql);
    if (!s.function.empty()) json_::write_member(w, "function", s.function);
    json_::write_member(w, "transaction", std::int64_t{s.transaction});
    json_::write_member(w, "without_foreign_keys", s.without_foreign_keys);
    write_locks(w, s.locks);
    write_effects(w, s.effects);
    json_::write_member(w, "rows", s.rows);
    json_::write_member(w, "estimate_ms", std::int64_t{s.estimate.count()});
    json_::write_member(w, "risk", name_of(s.risk));
    json_::write_member(w, "loses_data", s.loses_data);
    json_::write_member(w, "undo", s.undo);
    json_::write_member(w, "irreversible", s.irreversible);
    json_::write_member(w, "done", s.done);
    json_::write_member(w, "leftover", s.leftover);
    json_::write_member(w, "clean", s.clean);
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
        json_::write_member(w, "version", p.file.version);
        json_::write_member(w, "name", p.file.name);
        json_::write_member(w, "checksum", p.file.checksum);
        json_::write_member(w, "transaction", p.file.transaction);
        w.close_object();
    }
    if (!p.change_set.empty()) json_::write_member(w, "change_set", p.change_set);
    json_::write_member(w, "dialect", sql::data_of(p.dialect).name);
    json_::write_member(w, "server_version", std::int64_t{p.server_version});
    json_::write_member(w, "risk", name_of(p.risk()));
    json_::write_member(w, "loses_data", p.loses_data());
    json_::write_member(w, "reversible", p.reversible());
    json_::write_member(w, "estimate_ms", std::int64_t{p.estimate().count()});
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
        json_::write_member(w, "table", q.table);
        json_::write_member(w, "text", q.text);
        json_::write_member(w, "answer", q.answer);
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
    json_::write_member(w, "unknown", p.unknown);
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
