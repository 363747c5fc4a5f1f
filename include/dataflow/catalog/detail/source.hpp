// What a database's catalog is asked, and what its answers mean: a row of functions for each form of catalog.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

struct column_fit; // these two: catalog/fit.hpp
struct shape_count;
struct found_row;

/// A table while its rows come in.
struct table_parts {
    table of{};
    std::vector<column> columns{};
    std::vector<unique_constraint> unique{};
    std::vector<foreign_key> foreign_keys{};
    std::vector<index> indexes{};
    std::vector<check> checks{};
    std::vector<trigger> triggers{};
};

/// How one form of catalog is read. The rows: catalog/detail/source_postgres.ipp, source_sqlite.ipp.
struct catalog_source {
    /// The statement that gives the `found_row`s. `s.table` has the name of the schema, and the variant is a
    /// `which_tables` (catalog/detail/found_row.hpp).
    void (*write)(sql::writer& w, const sql::statement& s) = nullptr;
    /// The statement that gives the schemas, where each has a catalog of its own; null: one tells of all.
    void (*write_schemas)(sql::writer& w, const sql::statement& s) = nullptr;

    // What is read with the details only, in rows of the same shape; null: there is nothing more.
    /// What tables have besides, and what else the database has (catalog/detail/details.ipp has the kinds of
    /// rows).
    void (*write_details)(sql::writer& w, const sql::statement& s) = nullptr;
    /// How many rows the tables have, where the answer to `write_details` said that it is known (`s`).
    void (*write_counts)(sql::writer& w, const sql::statement& s) = nullptr;
    /// The columns of one view or virtual table, as `write` gives those of tables: they may need what is not
    /// there. Null: they are known without it.
    void (*write_columns)(sql::writer& w, const sql::statement& s) = nullptr;
    /// The kinds and the shapes of the values in the columns of `s.table`. Null: a column's type tells.
    void (*write_kinds)(sql::writer& w, const sql::statement& s) = nullptr;
    /// Who has locked tables (catalog/lock_holders.hpp); null: the database does not tell.
    void (*write_lock_holders)(sql::writer& w, const sql::statement& s) = nullptr;

    // What the rows mean.
    bool names_keys = false;     ///< rows of keys have the names of constraints; else just a number
    std::string_view sequence{}; ///< how a default begins that takes the next of a sequence
    std::string_view index_part::* part_text = &index_part::expression; ///< what the text of a part is
    /// Takes the text of an index; null: the text is the predicate.
    void (*index_text)(arena& keeps, index& to, std::vector<index_part>& parts,
                       std::string_view text) = nullptr;
    /// Tells the events of a trigger, and its time.
    void (*tell_trigger)(trigger& to, const found_row& row) = nullptr;
    /// What is known when all rows of a table are in; null: nothing more.
    void (*complete)(arena& keeps, table_parts& parts) = nullptr;
    /// What is known when all tables are in; null: nothing more.
    void (*resolve)(std::vector<table>& tables, arena& keeps) = nullptr;

    // Types.
    /// What a type is; `base`: its name without digits. `digits` and `scale` are read already.
    void (*understand)(column_type& out, std::string_view base) = nullptr;
    /// Whether a column of the type `found` keeps the values of one of the type `wanted` as they are sent.
    bool (*keeps)(const column_type& wanted, const column_type& found) = nullptr;
    std::string_view by_bytes{}; ///< what follows a text that is to be compared byte by byte
    /// How a column of another type fits a field (catalog/fit.hpp); null: not at all.
    column_fit (*fit)(const column& wanted, const column& found) = nullptr;
    void (*settle)(column_fit& fit, const column& wanted, const column& found,
                   std::span<const shape_count> shapes) = nullptr;
};

/// How the catalog of a dialect is read.
[[nodiscard]] const catalog_source& source_of(dialect d) noexcept;

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/source.ipp>
#endif
