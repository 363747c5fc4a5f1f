// The code of catalog/detail/found_row.hpp.
#pragma once

#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

namespace detail {

// The variants of the statement
inline constexpr std::uint64_t all_tables = static_cast<std::uint64_t>(which_tables::all);
inline constexpr std::uint64_t named_tables = static_cast<std::uint64_t>(which_tables::named);

/// From here on the table `wanted` has the tables that are asked for, in their order.
inline void write_wanted_of_postgres(sql::writer& w) {
    w << "WITH wanted AS MATERIALIZED (SELECT c.oid, c.relname::TEXT AS name, n.nspname::TEXT AS space, "
         "c.relkind::TEXT AS kind, c.relrowsecurity::INT + 2 * c.relforcerowsecurity::INT AS security, ";
    if (w.variant() == all_tables)
        w << "row_number() OVER (ORDER BY n.nspname::TEXT COLLATE \"C\", c.relname::TEXT COLLATE \"C\") AS "
             "ord FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
             "WHERE n.nspname = ANY(current_schemas(FALSE)) "
             "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT 1 FROM pg_depend AS e WHERE "
             "e.classid = 'pg_class'::REGCLASS AND e.objid = c.oid AND e.deptype = 'e')";
    else {
        static constexpr storage name[]{storage::text};
        w << "r.ord FROM ";
        w.rows(name) << " JOIN pg_class AS c ON c.oid = to_regclass(quote_ident(r.c0)) "
                        "JOIN pg_namespace AS n ON n.oid = c.relnamespace";
    }
    w << ") ";
}

/// Names of what a row refers to are subqueries, each by a key: PostgreSQL plans joins in every order, which
/// took longer than all the rest of an opening.
inline void write_for_postgres(sql::writer& w) {
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
         "UNION ALL SELECT ord, 'b', a.attnum, 0, space, name, a.attname::TEXT, '', "
         "format_type(a.atttypid, a.atttypmod), "
         "CASE WHEN a.atthasdef THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d "
         "WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) ELSE '' END, "
         "CASE WHEN a.attcollation <> (SELECT y.typcollation FROM pg_type AS y WHERE y.oid = a.atttypid) "
         "THEN o.collname::TEXT ELSE '' END, "
         "'', a.attnotnull::INT + CASE a.attidentity WHEN 'd' THEN 2 WHEN 'a' THEN 4 ELSE 0 END + "
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
         "b.attnum = k.confkey[p.place]), ''), k.condeferrable::INT + 2 * k.condeferred::INT "
         "FROM wanted JOIN pg_constraint AS k ON k.conrelid = wanted.oid AND k.contype IN ('p', 'u', 'f') "
         "CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS p(n, place) "
         // checks
         "UNION ALL SELECT ord, 'd', k.oid::BIGINT, 0, space, name, k.conname::TEXT, '', '', "
         "pg_get_expr(k.conbin, k.conrelid), "
         "'', '', 0 FROM wanted JOIN pg_constraint AS k ON k.conrelid = wanted.oid AND k.contype = 'c' "
         // indexes
         "UNION ALL SELECT ord, 'e', i.indexrelid::BIGINT, p.place, space, name, c.relname::TEXT, "
         "coalesce((SELECT a.attname::TEXT FROM pg_attribute AS a WHERE a.attrelid = i.indrelid AND "
         "a.attnum = p.n AND p.n <> 0), ''), (SELECT m.amname::TEXT FROM pg_am AS m WHERE m.oid = c.relam), "
         "CASE p.n WHEN 0 THEN pg_get_indexdef(i.indexrelid, p.place::INT, TRUE) ELSE '' END, "
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
         // triggers
         "UNION ALL SELECT ord, 'f', g.oid::BIGINT, 0, space, name, g.tgname::TEXT, '', '', "
         "pg_get_triggerdef(g.oid), '', '', "
         "g.tgtype FROM wanted JOIN pg_trigger AS g ON g.tgrelid = wanted.oid AND NOT g.tgisinternal"
         ") AS x ORDER BY ord, f, n, place";
}

/// `s.table` has the name of the schema.
inline void write_for_sqlite(sql::writer& w, const sql::statement& s) {
    const auto schema = s.table->name;
    const auto here = [&]() -> sql::writer& { return w.literal(schema); };
    w << "WITH wanted AS MATERIALIZED (SELECT rowid AS ord, name, type AS kind, sql, sql LIKE 'CREATE "
         "VIRTUAL TABLE%' AS virtual FROM ";
    w.identifier(schema)
        << ".sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";
    if (w.variant() != all_tables) {
        static constexpr storage name[]{storage::text};
        w << " AND name COLLATE NOCASE IN (SELECT r.c0 FROM ";
        w.rows(name) << ")";
    }
    w << ") SELECT f, ";
    here() << ", name, what, part, type, text, other, more, flags FROM ("
              "SELECT ord, 'a' AS f, 0 AS n, 0 AS place, name, '' AS what, '' AS part, "
              "CASE WHEN virtual THEN 'virtual' ELSE kind END AS type, sql AS text, '' AS other, '' AS more, "
              "0 AS flags FROM wanted "
              "UNION ALL SELECT ord, 'b', x.cid, 0, wanted.name, x.name, '', x.type, coalesce(x.dflt_value, "
              "''), '', '', "
              "(x.\"notnull\" OR x.pk > 0) + 16 * (x.hidden = 2) + 8 * (x.hidden = 3) FROM wanted JOIN "
              "pragma_table_xinfo(wanted.name, ";
    const std::string_view columns = w.variant() != named_tables
                                         ? ") AS x WHERE kind = 'table' AND NOT virtual AND x.hidden <> 1 "
                                         : ") AS x WHERE kind = 'table' AND x.hidden <> 1 ";
    here() << columns
           << "UNION ALL SELECT ord, 'c', -1, x.pk, wanted.name, '', x.name, 'p', '', '', '', 0 FROM wanted "
              "JOIN pragma_table_xinfo(wanted.name, ";
    here() << columns
           << "AND x.pk > 0 UNION ALL SELECT ord, 'c', 100000 - k.id, k.seq, wanted.name, CAST(k.id AS "
              "TEXT), k.\"from\", 'f' || "
              "CASE k.on_delete WHEN 'CASCADE' THEN 'c' WHEN 'SET NULL' THEN 'n' WHEN 'SET DEFAULT' THEN 'd' "
              "WHEN 'RESTRICT' THEN 'r' ELSE 'a' END || "
              "CASE k.on_update WHEN 'CASCADE' THEN 'c' WHEN 'SET NULL' THEN 'n' WHEN 'SET DEFAULT' THEN 'd' "
              "WHEN 'RESTRICT' THEN 'r' ELSE 'a' END, "
              "'', k.\"table\", coalesce(k.\"to\", ''), 0 FROM wanted JOIN "
              "pragma_foreign_key_list(wanted.name, ";
    here() << ") AS k WHERE kind = 'table' UNION ALL SELECT ord, 'e', 100000 - l.seq, x.seqno, wanted.name, "
              "l.name, coalesce(x.name, ''), "
              "'btree', CASE x.coll WHEN 'BINARY' THEN '' ELSE coalesce(x.coll, '') END, coalesce((SELECT "
              "m.sql FROM ";
    w.identifier(schema) << ".sqlite_schema AS m WHERE m.type = 'index' AND m.name = l.name), ''), "
                            "CASE l.origin WHEN 'pk' THEN 'p' WHEN 'u' THEN 'u' ELSE '' END, "
                            "l.\"unique\" + 2 + 4 * x.\"desc\" + 32 * (x.coll <> 'BINARY') FROM wanted JOIN "
                            "pragma_index_list(wanted.name, ";
    here() << ") AS l JOIN pragma_index_xinfo(l.name, ";
    here() << ") AS x ON x.key WHERE kind = 'table' UNION ALL SELECT ord, 'f', m.rowid, 0, wanted.name, "
              "m.name, '', '', m.sql, '', '', 0 FROM ";
    w.identifier(schema)
        << ".sqlite_schema AS m JOIN wanted ON m.type = 'trigger' AND m.tbl_name = wanted.name COLLATE NOCASE"
           ") ORDER BY ord, f, n, place";
}

inline void write_rows(sql::writer& w, const sql::statement& s) {
    const bool pg = w.dialect().catalog == sql::catalog_form::pg_catalog;
    return pg ? write_for_postgres(w) : write_for_sqlite(w, s);
}
inline void write_attached(sql::writer& w, const sql::statement&) {
    w << "SELECT name FROM pragma_database_list ORDER BY seq";
}

inline constexpr std::array<field_access, 10> row_fields{
    field_access{offsetof(found_row, kind), &schema::info_of<std::string>, "kind"},
    field_access{offsetof(found_row, schema), &schema::info_of<std::string>, "schema"},
    field_access{offsetof(found_row, table), &schema::info_of<std::string>, "table"},
    field_access{offsetof(found_row, name), &schema::info_of<std::string>, "name"},
    field_access{offsetof(found_row, part), &schema::info_of<std::string>, "part"},
    field_access{offsetof(found_row, type), &schema::info_of<std::string>, "type"},
    field_access{offsetof(found_row, text), &schema::info_of<std::string>, "text"},
    field_access{offsetof(found_row, other), &schema::info_of<std::string>, "other"},
    field_access{offsetof(found_row, more), &schema::info_of<std::string>, "more"},
    field_access{offsetof(found_row, flags), &schema::info_of<std::int64_t>, "flags"}};
inline constexpr std::array<field_access, 1> text_field{
    field_access{0, &schema::info_of<std::string>, "name"}};

/// Gathers rows in a vector.
template <class Row>
[[nodiscard]] driver::row_target gathered_in(std::vector<Row>& out, std::span<const field_access> fields) {
    return {[](void* to) -> void* { return &static_cast<std::vector<Row>*>(to)->emplace_back(); }, &out,
            fields};
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<found_row> found_rows(const runner& via, std::span<const std::string> names,
                                                   which_tables which, std::string_view schema,
                                                   std::string_view node) {
    schema::table in{};
    in.name = schema;
    const sql::statement s{.node = node, .table = &in, .own_text = &detail::write_rows, .variants = 3};
    const rows_view asked{reinterpret_cast<const std::byte*>(names.data()), sizeof(std::string), names.size(),
                          detail::text_field};
    std::vector<found_row> out;
    auto target = detail::gathered_in(out, detail::row_fields);
    via.run(via.on, s, static_cast<std::uint64_t>(which), {.rows = &asked}, target);
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> attached_databases(const runner& via, std::string_view node) {
    const sql::statement s{.node = node, .own_text = &detail::write_attached};
    std::vector<std::string> out;
    auto target = detail::gathered_in(out, detail::text_field);
    via.run(via.on, s, 0, {}, target);
    return out;
}

} // namespace dataflow::catalog
