// A CREATE TABLE of SQLite's in parts that can be changed and written again. SQLite has no ALTER for most of
// a table: what is not understood in it, or not ours, stays word for word.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/schema/name_checks.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// What a column's clause, or a table's constraint, is. In the order in which the library writes the clauses.
enum class clause_kind : std::uint8_t {
    collation,
    primary_key,
    not_null,
    unique,
    generated,
    default_value,
    check,
    foreign_key,
    other, ///< NULL, or a name of a constraint without one
};

struct definition_clause {
    clause_kind what = clause_kind::other;
    std::string name{};                 ///< of CONSTRAINT
    std::vector<std::string> columns{}; ///< of a table's constraint; else that of its column
    std::string expression{}; ///< of a check, a generated column, a default; of a collation its name
    std::string text{};       ///< all of it, with its name
    bool deferrable = false;
    bool deferred = false;
    bool autoincrement = false;
    bool replaces = false; ///< a key, or UNIQUE, ON CONFLICT REPLACE
};

struct column_definition {
    std::string name{};
    std::string type{}; ///< may be empty
    std::vector<definition_clause> clauses{};

    [[nodiscard]] const definition_clause* find(clause_kind what) const noexcept {
        for (const auto& c : clauses)
            if (c.what == what) return &c;
        return nullptr;
    }
};

struct table_definition {
    std::vector<column_definition> columns{};
    std::vector<definition_clause> constraints{};
    bool strict = false;
    bool without_rowid = false;

    [[nodiscard]] std::size_t place_of(std::string_view column) const noexcept {
        std::size_t at = 0;
        while (at < columns.size() && !schema::same_name(columns[at].name, column)) ++at;
        return at;
    }
    [[nodiscard]] column_definition* find(std::string_view column) noexcept {
        const auto at = place_of(column);
        return at < columns.size() ? &columns[at] : nullptr;
    }
    [[nodiscard]] const column_definition* find(std::string_view column) const noexcept {
        const auto at = place_of(column);
        return at < columns.size() ? &columns[at] : nullptr;
    }
};

/// The parts of a statement that SQLite has taken. Without columns where it has none: of a virtual table.
[[nodiscard]] table_definition definition_of(std::string_view create_table);
/// Those of a table: of its statement, where it was read from a database of SQLite's; of a struct, the same
/// as `sql::create_table` writes.
[[nodiscard]] table_definition definition_of(const table& t);

/// The statement that makes it under a name, `"users"` or `"sales"."users"`, which is quoted already.
[[nodiscard]] std::string create_table(const table_definition& of, std::string_view quoted_name);
/// A column as it stands in such a statement, and in ALTER TABLE ... ADD COLUMN.
[[nodiscard]] std::string column_text(const column_definition& of);

/// The statement that makes an index of a table in SQLite, in the schema of the table.
[[nodiscard]] std::string create_index(const table& t, const index& i);
/// A statement that SQLite keeps of an index, a trigger or a view, for a schema: it keeps none.
[[nodiscard]] std::string made_in(std::string_view schema, std::string_view statement);

/// A column's name, and what stands for it.
struct renamed_column {
    std::string former{};
    std::string latter{};
};
/// The text with other names of columns, all at once. A name stays where it is a function's, a type's in
/// CAST, a collation's or a constraint's.
[[nodiscard]] std::string with_names(std::string_view sql, const std::vector<renamed_column>& names);

/// `"name"`, or `"sales"."name"` of a schema that is not the first one.
[[nodiscard]] std::string quoted_name(std::string_view schema, std::string_view name);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/definition_text.ipp>
#include <dataflow/catalog/table_definition.ipp>
#endif
