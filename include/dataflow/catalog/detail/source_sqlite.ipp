// How SQLite's catalog is read.
#pragma once

#include <dataflow/catalog/detail/assemble_sqlite.ipp>
#include <dataflow/catalog/detail/fit_sqlite.ipp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/sql/column_type.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

/// `s.table` has the name of the schema.
inline void write_for_sqlite(sql::writer& w, const sql::statement& s) {
    const auto schema = s.table->name;
    const auto here = [&]() -> sql::writer& { return w.literal(schema); };
    w << "WITH wanted AS MATERIALIZED (SELECT rowid AS ord, name, type AS kind, sql, sql LIKE 'CREATE "
         "VIRTUAL TABLE%' AS virtual FROM ";
    w.identifier(schema)
        << ".sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";
    if (w.variant() < static_cast<std::uint64_t>(which_tables::all)) {
        static constexpr storage name[]{storage::text};
        w << " AND name COLLATE NOCASE IN (SELECT r.c0 FROM ";
        w.rows(name) << ")";
    }
    w << "), made AS MATERIALIZED (SELECT name, sql FROM ";
    w.identifier(schema) << ".sqlite_schema WHERE type = 'index') SELECT f, ";
    here() << ", name, what, part, type, text, other, more, flags FROM ("
              "SELECT ord, 'a' AS f, 0 AS n, 0 AS place, name, '' AS what, '' AS part, "
              "CASE WHEN virtual THEN 'virtual' ELSE kind END AS type, sql AS text, '' AS other, '' AS more, "
           << (schema == "main" ? "0" : "4")
           << " AS flags FROM wanted "
              "UNION ALL SELECT ord, 'b', x.cid, 0, wanted.name, x.name, '', x.type, coalesce(x.dflt_value, "
              "''), '', '', "
              "(x.\"notnull\" OR x.pk > 0) + 16 * (x.hidden = 2) + 8 * (x.hidden = 3) FROM wanted JOIN "
              "pragma_table_xinfo(wanted.name, ";
    const std::string_view columns = w.variant() != static_cast<std::uint64_t>(which_tables::named)
                                         ? ") AS x WHERE kind = 'table' AND NOT virtual AND x.hidden <> 1 "
                                         : ") AS x WHERE x.hidden <> 1 ";
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
              "'btree', CASE x.coll WHEN 'BINARY' THEN '' ELSE coalesce(x.coll, '') END, coalesce(m.sql, "
              "''), CASE l.origin WHEN 'pk' THEN 'p' WHEN 'u' THEN 'u' ELSE '' END, "
              "l.\"unique\" + 2 + 4 * x.\"desc\" + 32 * (x.coll <> 'BINARY') FROM wanted JOIN "
              "pragma_index_list(wanted.name, ";
    here() << ") AS l JOIN pragma_index_xinfo(l.name, ";
    here() << ") AS x ON x.key LEFT JOIN made AS m ON m.name = l.name WHERE kind = 'table' UNION ALL SELECT "
              "ord, 'f', m.rowid, 0, wanted.name, "
              "m.name, '', '', m.sql, '', '', 0 FROM ";
    w.identifier(schema)
        << ".sqlite_schema AS m JOIN wanted ON m.type = 'trigger' AND m.tbl_name = wanted.name COLLATE NOCASE"
           ") ORDER BY ord, f, n, place";
}

/// `r`: the schema, in which plain names are looked for in the order of the schemas; `s`: counts are known.
inline void write_details_for_sqlite(sql::writer& w, const sql::statement& s) {
    const auto here = [&]() -> sql::writer& { return w.literal(s.table->name); };
    w << "SELECT 'r', ";
    here() << ", '', '', '', '', '', '', '', 0 UNION ALL SELECT 's', ";
    here() << ", '', '', '', '', '', '', '', 0 FROM ";
    w.identifier(s.table->name) << ".sqlite_schema WHERE type = 'table' AND name = 'sqlite_stat1'";
}

/// What ANALYZE counted.
inline void write_counts_for_sqlite(sql::writer& w, const sql::statement& s) {
    w << "SELECT 'a', ";
    w.literal(s.table->name) << ", tbl, '', '', '', '', '-1', '', max(CAST(stat AS INTEGER)) FROM ";
    w.identifier(s.table->name) << ".sqlite_stat1 GROUP BY tbl";
}

/// The columns of what is no table of its own.
inline void write_columns_for_sqlite(sql::writer& w, const sql::statement& s) {
    static constexpr storage name[]{storage::text};
    w << "SELECT 'b', ";
    w.literal(s.table->name)
        << ", r.c0, x.name, '', x.type, coalesce(x.dflt_value, ''), '', '', x.\"notnull\" FROM ";
    w.rows(name) << " JOIN pragma_table_xinfo(r.c0, ";
    w.literal(s.table->name) << ") AS x WHERE x.hidden <> 1 ORDER BY x.cid";
}

/// `s.table` has the schema as its model, and the questions about a column's values as the name of its field.
/// Its own columns are looked at, all at once, in the first and the last rows by its key; of long values only
/// the type.
inline void write_kinds_for_sqlite(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    const auto number = [&](std::string_view letter, std::size_t i) {
        w << "dataflow_" << letter;
        w.number(static_cast<std::int64_t>(i));
    };
    const auto some = [&](bool last) {
        w << "SELECT * FROM (SELECT ";
        sql::listed(w, t.own_columns, [&](std::size_t i) {
            w << "typeof(";
            w.identifier(t.columns[i].name) << ") AS ";
            number("k", i);
            for (const char one : t.columns[i].field) {
                w << ", dataflow_shape(";
                w.literal({&one, 1}) << ", ";
                w.identifier(t.columns[i].name) << ") AS ";
                number({&one, 1}, i);
            }
        });
        w << " FROM ";
        w.identifier(t.model) << ".";
        w.identifier(t.name);
        if (!t.key.empty()) w << " ORDER BY ";
        sql::listed(w, t.key.size(),
                    [&](std::size_t i) { w.identifier(t.columns[t.key[i]].name) << (last ? " DESC" : ""); });
        w << " LIMIT 1000)";
    };
    w << "WITH v AS MATERIALIZED (";
    some(false);
    if (!t.key.empty()) {
        w << " UNION ALL ";
        some(true);
    }
    w << ")";
    for (std::size_t i = 0; i < t.own_columns; ++i) {
        w << (i == 0 ? " " : " UNION ALL ") << "SELECT 'b', '', '', ";
        w.literal(t.columns[i].name) << ", '', '', (SELECT coalesce(group_concat(DISTINCT ";
        number("k", i);
        w << "), '') FROM v), ";
        w << "''";
        for (const char& one : t.columns[i].field) {
            w << (&one == t.columns[i].field.data() ? "" : " || '|'")
              << " || (SELECT coalesce(group_concat(s || ':' || n), '') FROM (SELECT ";
            number({&one, 1}, i);
            w << " AS s, count(*) AS n FROM v WHERE ";
            number({&one, 1}, i);
            w << " IS NOT NULL GROUP BY s ORDER BY n DESC))";
        }
        w << ", '', 0";
    }
}

inline void write_attached(sql::writer& w, const sql::statement&) {
    w << "SELECT name FROM pragma_database_list ORDER BY seq";
}

inline void understand_sqlite(column_type& out, std::string_view) {
    const auto declared = sql::in_capitals(out.spelled);
    const bool decimal = declared.find(',') != std::string::npos;
    const auto affinity = sql::affinity(declared);
    out.understood = affinity != "NUMERIC";
    if (affinity == "INTEGER") {
        out.stored = decimal ? storage::decimal : storage::int64;
        if (!decimal) out.digits = 0;
    } else if (affinity == "REAL") out.stored = storage::float64;
    else if (affinity == "BLOB") out.stored = storage::bytes;
    else out.stored = storage::text;
    if (out.stored == storage::text) out.length = out.digits;
    if (out.stored != storage::decimal) out.digits = out.scale = 0;
}

[[nodiscard]] inline bool sqlite_keeps(const column_type& wanted, const column_type& found) {
    const auto w = sql::in_capitals(wanted.spelled), f = sql::in_capitals(found.spelled);
    if (w == f) return true;
    if (wanted.model != nullptr) return sql::keeps_values(*wanted.model, f);
    if (found.model != nullptr) return sql::keeps_values(*found.model, w);
    return sql::affinity(w) == sql::affinity(f) && wanted.digits == found.digits &&
           wanted.scale == found.scale;
}

inline constexpr catalog_source sqlite_schema_source{
    .write = &write_for_sqlite,
    .write_schemas = &write_attached,
    .write_details = &write_details_for_sqlite,
    .write_counts = &write_counts_for_sqlite,
    .write_columns = &write_columns_for_sqlite,
    .write_kinds = &write_kinds_for_sqlite,
    .part_text = &index_part::collation,
    .index_text = &add_index_text,
    .tell_trigger = &tell_trigger_by_text,
    .complete = &complete_from_text,
    .resolve = &resolve_targets,
    .understand = &understand_sqlite,
    .keeps = &sqlite_keeps,
    .by_bytes = " COLLATE BINARY",
    .fit = &fit_of_sqlite,
    .settle = &settle_sqlite,
};

} // namespace detail

} // namespace dataflow::catalog
