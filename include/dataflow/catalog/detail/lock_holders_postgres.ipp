// What PostgreSQL tells of those who have locked a table.
#pragma once

#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>

namespace dataflow::catalog::detail {

inline void write_lock_holders_for_postgres(sql::writer& w, const sql::statement&) {
    static constexpr storage name[]{storage::text};
    w << "SELECT '' AS f, '' AS space, '' AS tab, l.name AS what, '' AS part, '' AS type, 'process ' || "
         "l.pid || "
         "coalesce(' of ' || a.usename::TEXT, '') || coalesce(', in a transaction since ' || "
         "to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '') || CASE WHEN "
         "a.state LIKE 'idle%' THEN ' (' || a.state || ')' ELSE '' END AS text, '' AS other, '' AS more, "
         "0::BIGINT AS flags FROM (SELECT c.oid::REGCLASS::TEXT AS name, k.pid, bool_or(k.granted) AS "
         "granted, min((c.relkind = 'i')::INT) AS place FROM pg_locks AS k JOIN pg_class AS c ON c.oid = "
         "k.relation WHERE "
         "k.locktype = 'relation' AND k.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = "
         "current_database()) AND k.pid <> pg_backend_pid() AND ";
    if (w.variant() >= static_cast<std::uint64_t>(which_tables::all))
        w << "k.mode = 'AccessExclusiveLock' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i')";
    else {
        w << "c.oid IN (SELECT to_regclass(r.c0) FROM ";
        w.rows(name) << ")";
    }
    w << " GROUP BY c.oid, k.pid) AS l LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid ORDER BY l.granted "
         "DESC, l.place, a.xact_start, l.name LIMIT 3";
}

} // namespace dataflow::catalog::detail
