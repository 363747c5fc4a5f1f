// The code of database/detail/histories.hpp.
#pragma once

#include <dataflow/database/detail/histories.hpp>
#include <dataflow/database/found_objects.hpp>
#include <dataflow/sql/history_triggers.hpp>
#include <dataflow/sql/mark_triggers.hpp>

#include <string>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// Those of PostgreSQL are called once a statement, with the rows; others do not count.
inline void write_history_triggers(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT tgname::TEXT, CASE WHEN tgenabled IN ('O', 'A') AND tgqual IS NULL "
             "AND proname = tgname AND (tgtype & 16 = 0 OR tgattr::TEXT = '') "
             "AND coalesce(tgoldtable, 'dataflow_before') = 'dataflow_before' "
             "AND coalesce(tgnewtable, 'dataflow_after') = 'dataflow_after' "
             "AND 'join_collapse_limit=1' = ANY (proconfig) "
             "THEN tgtype::TEXT || prosrc ELSE '' END "
             "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
             "WHERE NOT tgisinternal AND tgrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND starts_with(tgname::TEXT, ";
    } else {
        const auto path = s.table->path();
        w << "SELECT name, sql FROM ";
        w.identifier(path.space.empty() ? "main" : path.space)
            << ".sqlite_schema WHERE type = 'trigger' AND tbl_name = ";
        w.literal(path.name) << " COLLATE NOCASE AND 1 = instr(name, ";
    }
    w.literal(sql::history_prefix) << ")";
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<std::string> history_changes(driver::connection& c, const schema::table& t,
                                                          bool fresh) {
    const auto d = c.dialect();
    const auto found = objects_of(c, t, &detail::write_history_triggers);
    auto out = change_to(sql::history_triggers(d, t), found, d, t, true, [&](const std::string& name) {
                   return sql::drop_mark_trigger(d, t, name);
               }).make;
    const bool takes_away = !out.empty() && out.front().starts_with("DROP ");
    if (out.empty() && !fresh) return out;
    auto up = sql::catch_up_history(d, t, takes_away);
    if (up.size() > 2) { // the lock comes before all
        out.insert(out.begin(), std::move(up.front()));
        up.erase(up.begin());
    }
    out.insert(out.end(), up.begin(), up.end());
    return out;
}

} // namespace dataflow::database_
