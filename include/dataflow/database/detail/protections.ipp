// The code of database/detail/protections.hpp.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/database/detail/protections.hpp>
#include <dataflow/database/found_objects.hpp>
#include <dataflow/database/trigger_change.hpp>
#include <dataflow/sql/mark_triggers.hpp>
#include <dataflow/sql/protection_triggers.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <string>
#include <utility>

namespace dataflow::database_ {

namespace detail {

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

} // namespace detail

DATAFLOW_RUNTIME trigger_change protection_changes(driver::connection& c, const schema::table& t,
                                                   bool unwanted) {
    const auto d = c.dialect();
    return change_to(sql::protection_triggers(d, t), objects_of(c, t, &detail::write_protections, true), d, t,
                     unwanted, [&](const std::string& name) { return sql::drop_mark_trigger(d, t, name); });
}

DATAFLOW_RUNTIME trigger_change guarantee_changes(driver::connection& c, const schema::table& t,
                                                  bool unwanted) {
    auto out = protection_changes(c, t, unwanted);
    auto limits = row_limit_changes(c, t, unwanted);
    for (auto& text : limits.make) out.make.push_back(std::move(text));
    out.undo.insert(out.undo.begin(), limits.undo.begin(), limits.undo.end());
    return out;
}

} // namespace dataflow::database_
