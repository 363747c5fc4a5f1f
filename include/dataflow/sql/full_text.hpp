// Full-text search: how a statement asks for it, and what the database needs for it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/as_of.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

/// PostgreSQL's column of words, which is part of no record.
inline constexpr std::string_view search_column = "dataflow_search";
using schema::search_suffix;

/// The name of SQLite's FTS5 table.
constexpr void write_search_table(writer& w, const schema::table& t) {
    writer name{w.dialect()};
    name << t.name << search_suffix;
    w.identifier(name.view());
}

/// A query, bound as `search_text` makes it.
constexpr void write_search_query(writer& w, place query) {
    const bool vector = w.dialect().search == search_form::tsvector;
    w << (vector ? "to_tsquery('simple', " : "replace(replace(replace(replace(replace(replace(");
    w.value(query);
    if (vector) w << ")";
    else
        w << ", '''', '\"'), ' <-> ', ' + '), ':*', ' *'), ' & !', ' NOT '), ' & ', ' AND '), ' | ', ' OR ')";
}

/// What a statement lacks in a dialect that has none.
inline constexpr std::string_view search_lacks = "full-text search";
inline constexpr std::string_view search_of_past = "full-text search as of a time";

/// ` FROM <FTS5 table> WHERE <FTS5 table> MATCH <query>`, for SQLite.
constexpr void write_search_rows(writer& w, const schema::table& t, place query) {
    w << " FROM ";
    write_search_table(w, t);
    w << " WHERE ";
    write_search_table(w, t);
    w << " MATCH ";
    write_search_query(w, query);
}

/// Whether a record fits a query.
constexpr void write_search(writer& w, const schema::table& t, std::string_view source, place query) {
    if (reads_as_of(w)) return w.refuse(search_of_past); // there are no words of past versions
    switch (w.dialect().search) {
    case search_form::none: return w.refuse(search_lacks);
    case search_form::tsvector:
        w.column(search_column, source) << " @@ ";
        return write_search_query(w, query);
    case search_form::fts5: break;
    }
    w.column(t.columns[t.key[0]].name, source) << " IN (SELECT rowid";
    write_search_rows(w, t, query);
    w << ")";
}

/// PostgreSQL's rank of a record that fits: how near to each other the words are, how often, and in how long
/// a text.
constexpr void write_search_score(writer& w, std::string_view source, place query) {
    w << "CAST(ts_rank_cd(";
    w.column(search_column, source) << ", ";
    write_search_query(w, query);
    w << ", 1) AS DOUBLE PRECISION)";
}

/// SQLite's rank of a row of its FTS5 table. bm25 goes by how many rows have a word, and would tell a tenant
/// of others' records, and everybody of deleted ones: where a statement does not see all rows, the rank is
/// made of the row alone, of how often the words are in how long a text.
constexpr void write_search_score_of_row(writer& w, const schema::table& t) {
    if (!is_guarded(w, t)) {
        w << "-rank";
        return;
    }
    const auto text = [&](std::size_t i) -> writer& {
        write_search_table(w, t);
        return (w << ".").identifier(t.columns[t.full_text[i]].name);
    };
    const auto length = [&] {
        w << "(1.0";
        for (std::size_t i = 0; i < t.full_text.size(); ++i) {
            w << " + coalesce(length(";
            text(i) << "), 0) / 1000.0";
        }
        w << ")";
    };
    w << "1.0 - ";
    length();
    w << " / (";
    length();
    for (std::size_t i = 0; i < t.full_text.size(); ++i) {
        w << " + coalesce(length(highlight(";
        write_search_table(w, t);
        (w << ", ").number(static_cast<std::int64_t>(i)) << ", char(1), '')) - length(";
        text(i) << "), 0)";
    }
    w << ")";
}

/// How well a record fits a query; 0 where it does not. On SQLite the matches are gathered once, not
/// once a row: MATERIALIZED keeps them next to an automatic index.
constexpr void write_search_rank(writer& w, const schema::table& t, std::string_view source, place query) {
    if (reads_as_of(w)) return w.refuse(search_of_past);
    switch (w.dialect().search) {
    case search_form::none: return w.refuse(search_lacks);
    case search_form::tsvector:
        w << "CASE WHEN ";
        write_search(w, t, source, query);
        w << " THEN ";
        write_search_score(w, source, query);
        w << " ELSE 0 END";
        return;
    case search_form::fts5: break;
    }
    w << "coalesce((WITH dataflow_found AS MATERIALIZED (SELECT rowid AS dataflow_key, ";
    write_search_score_of_row(w, t);
    w << " AS dataflow_rank";
    write_search_rows(w, t, query);
    w << ") SELECT dataflow_rank FROM dataflow_found WHERE dataflow_key = ";
    w.column(t.columns[t.key[0]].name, source) << "), 0.0)";
}

/// What the database keeps with the table for searches, each with its text.
struct search_part {
    std::string name;
    std::string make;
};
/// SQLite: an FTS5 table that holds the words, and triggers that keep it in step, whoever writes.
[[nodiscard]] std::vector<search_part> sqlite_search_parts(const schema::table& t);
/// Takes the words of the rows that are there into SQLite's FTS5 table.
[[nodiscard]] std::string fill_search_table(const schema::table& t);
/// PostgreSQL: an index over a generated column. Its name tells how the column is made. `all_letters`: the
/// server's locale knows the small forms of letters beyond ASCII.
[[nodiscard]] search_part postgres_search_index(const schema::table& t, bool all_letters);

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/full_text.ipp>
#endif
