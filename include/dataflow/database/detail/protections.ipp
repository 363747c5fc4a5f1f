// The code of database/detail/protections.hpp.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/database/detail/protections.hpp>
#include <dataflow/database/trigger_change.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/mark_triggers.hpp>
#include <dataflow/sql/protection_triggers.hpp>
#include <dataflow/sql/replaced_rows.hpp>
#include <dataflow/sql/statement.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// What it does, nothing where it is disabled, and what makes it.
struct found_protection {
    std::string name;
    std::string does;
    std::string make;
};

inline void write_protections(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT tgname::TEXT, CASE WHEN tgenabled IN ('O', 'A') AND proname = tgname AND tgattr::TEXT = "
             "'' AND (tgqual IS NOT NULL) = (tgtype = 17) THEN tgtype::TEXT || prosrc ELSE '' END, "
             "pg_get_functiondef(tgfoid) || E';\\n' || pg_get_triggerdef(pg_trigger.oid) "
             "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
             "WHERE NOT tgisinternal AND tgrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND starts_with(tgname::TEXT, ";
    } else {
        const auto path = s.table->path();
        w << "SELECT name, sql, sql FROM ";
        w.identifier(path.space.empty() ? "main" : path.space)
            << ".sqlite_schema WHERE type = 'trigger' AND tbl_name = ";
        w.literal(path.name) << " COLLATE NOCASE AND 1 = instr(name, ";
    }
    w.literal(sql::protect_prefix) << ")";
}
[[nodiscard]] inline std::vector<found_protection> protections_of(driver::connection& c,
                                                                  const schema::table& t) {
    static constexpr auto text = &schema::info_of<std::string>;
    static constexpr std::array<field_access, 3> fields{
        field_access{offsetof(found_protection, name), text, "name"},
        field_access{offsetof(found_protection, does), text, "does"},
        field_access{offsetof(found_protection, make), text, "make"}};
    const sql::statement s{.node = "open", .table = &t, .own_text = &write_protections};
    std::vector<found_protection> out;
    auto target = node_::rows_into(out, fields);
    c.run(s, 0, {}, &target);
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME trigger_change protection_changes(driver::connection& c, const schema::table& t,
                                                   bool unwanted) {
    trigger_change out;
    const auto d = c.dialect();
    const auto wanted = sql::protection_triggers(d, t);
    const auto found = detail::protections_of(c, t);
    const auto same = [](const auto& a) {
        return [&a](const auto& b) { return a.name == b.name && a.does == b.does; };
    };
    const auto drop = [&](const std::string& name) { return sql::drop_mark_trigger(d, t, name); };
    for (const auto& f : found) {
        if (std::any_of(wanted.begin(), wanted.end(), same(f))) continue;
        const bool other =
            std::any_of(wanted.begin(), wanted.end(), [&](const auto& w) { return w.name == f.name; });
        if (!other && !unwanted) continue;
        out.make.push_back(drop(f.name));
        out.undo.push_back(f.make);
    }
    bool made = false;
    for (const auto& w : wanted) {
        if (std::any_of(found.begin(), found.end(), same(w))) continue;
        if (!made && w.make.find(sql::replaces_table) != w.make.npos) {
            for (auto& text : sql::make_replaces_table(d, t)) out.make.push_back(std::move(text));
            made = true;
        }
        out.make.push_back(w.make);
        out.undo.insert(out.undo.begin(), drop(w.name));
    }
    return out;
}

} // namespace dataflow::database_
