// Which of PostgreSQL's tables are read.
#pragma once

#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::catalog::detail {

/// From here on the table `wanted` has the tables that are asked for, in their order. Names are spelled
/// without quotes where they need none, whatever the session's quote_all_identifiers says.
inline void write_wanted_of_postgres(sql::writer& w) {
    w << "WITH wanted AS MATERIALIZED (SELECT c.oid, c.relname::TEXT AS name, n.nspname::TEXT AS space, "
         "c.relkind::TEXT AS kind, c.relrowsecurity::INT + 2 * c.relforcerowsecurity::INT + "
         "4 * (NOT pg_table_is_visible(c.oid))::INT AS security, ";
    static constexpr storage name[]{storage::text};
    constexpr std::string_view spells = "(SELECT set_config('quote_all_identifiers', 'off', TRUE)) = 'off'";
    if (w.variant() >= static_cast<std::uint64_t>(which_tables::all)) {
        w << "row_number() OVER (ORDER BY n.nspname::TEXT COLLATE \"C\", c.relname::TEXT COLLATE \"C\") AS "
             "ord FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE "
          << spells << " AND ";
        if (w.variant() == static_cast<std::uint64_t>(which_tables::all))
            w << "n.nspname = ANY(current_schemas(FALSE)) ";
        else if (w.variant() == static_cast<std::uint64_t>(which_tables::everywhere))
            w << "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ";
        else {
            w << "n.nspname IN (SELECT r.c0 FROM ";
            w.rows(name) << ") ";
        }
        w << "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT 1 FROM pg_depend AS e WHERE "
             "e.classid = 'pg_class'::REGCLASS AND e.objid = c.oid AND e.deptype = 'e')";
    } else {
        w << "r.ord FROM ";
        w.rows(name) << " JOIN pg_class AS c ON c.oid = to_regclass(r.c0) "
                        "JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE "
                     << spells;
    }
    w << ") ";
}

} // namespace dataflow::catalog::detail
