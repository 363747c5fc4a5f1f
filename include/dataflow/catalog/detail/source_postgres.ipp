// How PostgreSQL's catalog is read.
#pragma once

#include <dataflow/catalog/detail/details_postgres.ipp>
#include <dataflow/catalog/detail/fit_postgres.ipp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/detail/lock_holders_postgres.ipp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/detail/wanted_postgres.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

/// Names of what a row refers to are subqueries, each by a key: PostgreSQL plans joins in every order, which
/// took longer than all the rest of an opening.
inline void write_for_postgres(sql::writer& w, const sql::statement&) {
    write_wanted_of_postgres(w);
    w << "SELECT f, space, name, what, part, type, text, other, more, flags FROM ("
         // tables
         "SELECT ord, 'a' AS f, 0::BIGINT AS n, 0::BIGINT AS place, space, name, '' AS what, '' AS part, "
         "kind AS type, "
         "CASE WHEN kind IN ('v', 'm') THEN pg_get_viewdef(oid) ELSE '' END AS text, "
         "CASE kind WHEN 'p' THEN pg_get_partkeydef(oid) ELSE '' END AS other, "
         "coalesce((SELECT string_agg(h.inhparent::REGCLASS::TEXT, ', ' ORDER BY h.inhseqno) FROM "
         "pg_inherits AS h WHERE h.inhrelid = wanted.oid), '') AS more, security::BIGINT AS flags FROM "
         "wanted "
         // columns
         "UNION ALL SELECT ord, 'b', a.attnum, 0, space, name, a.attname::TEXT, "
         // the kind of its type; of a domain also what it is made of
         "(SELECT CASE WHEN y.typtype = 'd' THEN 'd' || (WITH RECURSIVE up(t, m) AS "
         "(SELECT y.typbasetype, y.typtypmod UNION ALL SELECT z.typbasetype, z.typtypmod FROM up JOIN "
         "pg_type "
         "AS z ON z.oid = up.t AND z.typtype = 'd') SELECT z.typtype::TEXT || format_type(up.t, up.m) FROM "
         "up "
         "JOIN pg_type AS z ON z.oid = up.t WHERE z.typtype <> 'd') WHEN y.typelem <> 0 AND y.typlen = -1 "
         "THEN (SELECT e.typtype::TEXT FROM pg_type AS e WHERE e.oid = y.typelem) ELSE y.typtype::TEXT END "
         "FROM pg_type AS y WHERE y.oid = a.atttypid), "
         "format_type(a.atttypid, a.atttypmod), "
         "CASE WHEN a.atthasdef THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d "
         "WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) ELSE coalesce((SELECT y.typdefault FROM "
         "pg_type "
         "AS y WHERE y.oid = a.atttypid AND y.typtype = 'd' AND wanted.kind IN ('r', 'p', 'f')), '') END, "
         "CASE WHEN a.attcollation <> (SELECT y.typcollation FROM pg_type AS y WHERE y.oid = a.atttypid) "
         "THEN o.collname::TEXT ELSE '' END, "
         // a domain's NOT NULL and its default are those of a table's column
         "'', (a.attnotnull OR (SELECT CASE WHEN y.typtype = 'd' AND wanted.kind IN ('r', 'p', 'f') THEN "
         "(WITH "
         "RECURSIVE up(t, never) AS (SELECT y.typbasetype, y.typnotnull UNION ALL SELECT z.typbasetype, "
         "z.typnotnull FROM up JOIN pg_type AS z ON z.oid = up.t AND z.typtype = 'd') SELECT bool_or(never) "
         "FROM up) ELSE FALSE END FROM pg_type AS y WHERE y.oid = a.atttypid))::INT + CASE a.attidentity "
         "WHEN 'd' THEN 2 WHEN 'a' THEN 4 ELSE 0 END + "
         "CASE a.attgenerated WHEN 's' THEN 8 WHEN 'v' THEN 16 ELSE 0 END + "
         "coalesce(32 * (NOT o.collisdeterministic)::INT, 0) "
         "FROM wanted JOIN pg_attribute AS a ON a.attrelid = wanted.oid AND a.attnum > 0 AND NOT "
         "a.attisdropped LEFT JOIN pg_collation AS o ON o.oid = a.attcollation "
         // keys
         "UNION ALL SELECT ord, 'c', k.oid::BIGINT, p.place, space, name, k.conname::TEXT, "
         "(SELECT a.attname::TEXT FROM pg_attribute AS a WHERE a.attrelid = k.conrelid AND a.attnum = p.n), "
         "k.contype::TEXT || k.confdeltype::TEXT || k.confupdtype::TEXT, "
         "coalesce((SELECT nullif(s.nspname::TEXT, space) FROM pg_namespace AS s WHERE s.oid = "
         "(SELECT t.relnamespace FROM pg_class AS t WHERE t.oid = k.confrelid)), ''), "
         "coalesce((SELECT t.relname::TEXT FROM pg_class AS t WHERE t.oid = k.confrelid), ''), "
         "coalesce((SELECT b.attname::TEXT FROM pg_attribute AS b WHERE b.attrelid = k.confrelid AND "
         "b.attnum = k.confkey[p.place]), ''), k.condeferrable::INT + 2 * k.condeferred::INT + "
         "4 * (NOT k.convalidated)::INT "
         "FROM wanted JOIN pg_constraint AS k ON k.conrelid = wanted.oid AND k.contype IN ('p', 'u', 'f') "
         "CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS p(n, place) "
         // checks
         "UNION ALL SELECT ord, 'd', k.oid::BIGINT, 0, space, name, k.conname::TEXT, '', '', "
         "pg_get_expr(k.conbin, k.conrelid), "
         "'', '', 4 * (NOT k.convalidated)::INT FROM wanted JOIN pg_constraint AS k ON k.conrelid = "
         "wanted.oid AND k.contype = 'c' "
         // indexes
         "UNION ALL SELECT ord, 'e', i.indexrelid::BIGINT, p.place, space, name, c.relname::TEXT, "
         "coalesce((SELECT a.attname::TEXT FROM pg_attribute AS a WHERE a.attrelid = i.indrelid AND "
         "a.attnum = p.n AND p.n <> 0), ''), (SELECT m.amname::TEXT FROM pg_am AS m WHERE m.oid = c.relam), "
         "coalesce(CASE p.n WHEN 0 THEN pg_get_indexdef(i.indexrelid, p.place::INT, TRUE) END, ''), "
         "coalesce(pg_get_expr(i.indpred, i.indrelid), ''), "
         "coalesce((SELECT k.contype::TEXT FROM pg_constraint AS k WHERE k.conrelid = i.indrelid AND "
         "k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')), ''), "
         "i.indisunique::INT + "
         "2 * i.indisvalid::INT + 4 * (i.indoption[p.place - 1] & 1) + 4 * (i.indoption[p.place - 1] & 2) + "
         "coalesce(32 * (SELECT NOT o.collisdeterministic FROM pg_collation AS o "
         "WHERE o.oid = i.indcollation[p.place - 1])::INT, 0) "
         "FROM wanted JOIN pg_index AS i ON i.indrelid = wanted.oid JOIN pg_class AS c ON c.oid = "
         "i.indexrelid CROSS JOIN LATERAL unnest(i.indkey::INT2[]) WITH ORDINALITY AS p(n, place) "
         "WHERE p.place <= i.indnkeyatts "
         // the whole text of an index that has more than its parts and its predicate say
         "UNION ALL SELECT ord, 'e', i.indexrelid::BIGINT, 0, space, name, c.relname::TEXT, '', "
         "(SELECT m.amname::TEXT FROM pg_am AS m WHERE m.oid = c.relam), "
         "coalesce(pg_get_indexdef(i.indexrelid), ''), '', "
         "'', 0 FROM wanted JOIN pg_index AS i ON i.indrelid = wanted.oid "
         "JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indnatts > i.indnkeyatts OR c.reloptions IS NOT "
         "NULL OR EXISTS (SELECT 1 FROM unnest(i.indclass::OID[]) AS k JOIN pg_opclass AS o ON o.oid = k "
         "WHERE "
         "NOT o.opcdefault) OR (i.indisunique AND to_jsonb(i) ->> 'indnullsnotdistinct' = 'true') "
         // triggers
         "UNION ALL SELECT ord, 'f', g.oid::BIGINT, 0, space, name, g.tgname::TEXT, '', '', "
         "pg_get_triggerdef(g.oid), '', '', "
         "g.tgtype FROM wanted JOIN pg_trigger AS g ON g.tgrelid = wanted.oid AND NOT g.tgisinternal"
         ") AS x ORDER BY ord, f, n, place";
}

inline void understand_postgres(column_type& out, std::string_view base) {
    const bool array = base.ends_with("[]");
    if (array) base.remove_suffix(2);
    const auto set = [&](storage s) {
        out.understood = true;
        out.stored = array ? array_of(s) : s;
    };
    if (base == "character varying" || base == "character") {
        out.length = out.digits;
        out.digits = 0;
        return set(storage::text);
    }
    for (std::size_t i = 0; i < kind_count; ++i)
        if (facts_of(kind_at(i)).told == base) return set(kind_at(i));
}

[[nodiscard]] inline bool postgres_keeps(const column_type& wanted, const column_type& found) {
    if (wanted.spelled == found.spelled) return true;
    const bool text = wanted.understood && found.understood && wanted.stored == found.stored &&
                      (found.stored == storage::text || found.stored == array_of(storage::text));
    return text && found.spelled.starts_with("character varying");
}

/// By the bits of pg_trigger.tgtype.
inline void tell_trigger_by_bits(trigger& to, const found_row& row) {
    const auto has = [&](std::int64_t bit) { return (row.flags & bit) != 0; };
    to.events = static_cast<std::uint8_t>(inserts * has(4) + deletes * has(8) + updates * has(16) +
                                          truncates * has(32));
    to.time = has(64) ? trigger_time::instead_of : has(2) ? trigger_time::before : trigger_time::after;
}

inline constexpr catalog_source pg_catalog_source{
    .write = &write_for_postgres,
    .write_details = &write_details_for_postgres,
    .write_lock_holders = &write_lock_holders_for_postgres,
    .names_keys = true,
    .sequence = "nextval(",
    .tell_trigger = &tell_trigger_by_bits,
    .understand = &understand_postgres,
    .keeps = &postgres_keeps,
    .by_bytes = " COLLATE \"C\"",
    .fit = &fit_of_postgres,
};

} // namespace detail

} // namespace dataflow::catalog
