// The code of database/detail/row_limits.hpp.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/database/detail/row_limits.hpp>
#include <dataflow/database/found_objects.hpp>
#include <dataflow/sql/row_limit_triggers.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace dataflow::database_ {

namespace detail {

inline void write_row_limits(sql::writer& w, const sql::statement& s) {
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT tgname::TEXT, CASE WHEN tgenabled IN ('O', 'A') AND proname = tgname AND prosecdef AND "
             "pronamespace = relnamespace AND proconfig = '{\"search_path=pg_catalog, pg_temp\"}' AND "
             "tgattr::TEXT = '' AND (tgqual IS NOT NULL) = (tgtype = 17) AND coalesce(tgoldtable, "
             "'dataflow_before') = 'dataflow_before' AND coalesce(tgnewtable, 'dataflow_after') = "
             "'dataflow_after' THEN tgtype::TEXT || prosrc ELSE '' END, pg_get_functiondef(tgfoid) || "
             "format(E';\\nREVOKE ALL ON FUNCTION %s FROM PUBLIC;\\n', tgfoid::regprocedure) || "
             "pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN "
             "pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND tgrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND starts_with(tgname::TEXT, ";
    } else {
        const auto path = s.table->path();
        w << "SELECT name, sql, sql FROM ";
        w.identifier(path.space.empty() ? "main" : path.space)
            << ".sqlite_schema WHERE type = 'trigger' AND tbl_name = ";
        w.literal(path.name) << " COLLATE NOCASE AND 1 = instr(name, ";
    }
    w.literal(sql::row_limit_prefix) << ")";
}

/// The schema of a table, and whether the table is there: `yes`.
inline void write_place(sql::writer& w, const sql::statement& s) {
    const auto path = s.table->path();
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT coalesce((SELECT nspname::TEXT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = "
             "relnamespace WHERE pg_class.oid = coalesce(to_regclass(";
        w.name_literal(s.table->name) << "), to_regclass(";
        w.name_literal(s.table->renamed_table.empty() ? s.table->name : s.table->renamed_table) << "))), ";
        if (path.space.empty()) w << "current_schema()::TEXT";
        else w.literal(path.space);
        w << ", ''), CASE WHEN to_regclass(";
        w.name_literal(s.table->name) << ") IS NULL THEN 'no' ELSE 'yes' END";
        return;
    }
    w << "SELECT ";
    w.literal(path.space) << ", CASE WHEN EXISTS (SELECT 1 FROM ";
    w.identifier(path.space.empty() ? "main" : path.space) << ".sqlite_schema WHERE name = ";
    w.literal(path.name) << " COLLATE NOCASE) THEN 'yes' ELSE 'no' END";
}

} // namespace detail

DATAFLOW_RUNTIME trigger_change row_limit_changes(driver::connection& c, const schema::table& t,
                                                  bool unwanted) {
    const auto d = c.dialect();
    const auto found = objects_of(c, t, &detail::write_row_limits, true);
    if (found.empty() && (t.policy.rows_per_tenant == 0 || t.read_only)) return {};
    const auto place = objects_of(c, t, &detail::write_place);
    const std::string space = place.empty() ? std::string{} : place.front().name;
    const auto wanted = sql::row_limit_triggers(d, t, space);
    auto out = change_to(wanted, found, d, t, unwanted, [&](const std::string& name) {
        return sql::drop_row_limit_trigger(d, t, space, name);
    });
    if (out.make.empty()) return out;
    const auto append = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
        to.insert(to.end(), more.begin(), more.end());
    };
    const bool makes_again = std::any_of(out.undo.begin(), out.undo.end(),
                                         [](const auto& text) { return !text.starts_with("DROP "); });
    if (!wanted.empty()) {
        out.make.insert(out.make.begin(), sql::make_tenant_rows(d, space));
        if (const auto former = schema::path_of(t.renamed_table).name;
            !former.empty() && !place.empty() && place.front().does == "no") {
            append(out.make, sql::move_tenant_rows(d, former, t.plain(), space));
            append(out.undo, sql::move_tenant_rows(d, t.plain(), former, space));
        }
        append(out.make, sql::count_tenant_rows(d, t, space));
    }
    if (makes_again) append(out.undo, sql::count_tenant_rows(d, t, space));
    return out;
}

} // namespace dataflow::database_
