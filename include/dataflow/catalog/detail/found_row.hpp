// What both databases are asked for their description: one statement, whose rows have one shape.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow::catalog {

/// One thing of a table. What its texts mean depends on what it is:
///
/// | kind | name | part | type | text | other | more |
/// |---|---|---|---|---|---|---|
/// | `a` table | | | its relkind, or SQLite's type | a view's query, or SQLite's statement | partition key |
/// parents | | `b` column | its name | the kind of its type | its type | default or expression | collation |
/// | | `c` column of a key | the constraint's name, or a number | the column | `p`, `u` or `f`, actions on
/// delete and update | the target's schema | target | its column | | `d` check | its name | | | expression |
/// | | | `e` part of an index | the index's name | column | method | expression, or SQLite's collation |
/// predicate, or SQLite's statement | origin | | `f` trigger | its name | | | statement | | |
struct found_row {
    std::string kind, schema, table, name, part, type, text, other, more;
    std::int64_t flags = 0;
};

/// The bits of `flags`, by kind.
enum found_flag : std::int64_t {
    row_security = 1, // of tables
    forced_row_security = 2,
    is_out_of_view = 4,
    not_null = 1, // of columns
    identity_by_default = 2,
    identity_always = 4,
    generated_stored = 8,
    generated_virtual = 16,
    folding = 32,      // also of the parts of indexes
    is_deferrable = 1, // of keys
    is_deferred = 2,
    is_not_valid = 4, // also of checks
    is_unique = 1,    // of indexes
    is_valid = 2,
    is_descending = 4,
    is_nulls_first = 8,
};

/// Where the statements are run: a connection, or the context of a node.
struct runner {
    dataflow::dialect dialect;
    void* on;
    void (*run)(void* on, const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                driver::row_target& target);

    template <class On>
        requires requires(On& any, const sql::statement& s, driver::row_target* to) {
            any.run(s, std::uint64_t{}, sql::bindings{}, to);
        }
    runner(On& where) // NOLINT: meant to convert
        : dialect(where.dialect()), on(const_cast<std::remove_const_t<On>*>(&where)),
          run([](void* to, const sql::statement& what, std::uint64_t variant, const sql::bindings& bound,
                 driver::row_target& target) { static_cast<On*>(to)->run(what, variant, bound, &target); }) {}
};

/// Which tables are read: those of the names that are given, with all columns or without those of virtual
/// tables; all along the search path; those of the schemas whose names are given; all but the database's own.
enum class which_tables : std::uint8_t { named, outlines, all, of_schemas, everywhere };
inline constexpr std::uint8_t table_choices = 5;

/// The rows of tables in a schema (SQLite), table by table.
[[nodiscard]] std::vector<found_row> found_rows(const runner& via, std::span<const std::string> names,
                                                which_tables which, std::string_view schema,
                                                std::string_view node);

/// The rows of any statement of a catalog (catalog/detail/source.hpp) that has their shape.
[[nodiscard]] std::vector<found_row> rows_of(const runner& via,
                                             void (*text)(sql::writer& w, const sql::statement& s),
                                             std::span<const std::string> names, which_tables which,
                                             std::string_view schema, std::string_view node);
[[nodiscard]] std::vector<found_row> rows_of(const runner& via,
                                             void (*text)(sql::writer& w, const sql::statement& s),
                                             std::span<const std::string> names, which_tables which,
                                             const schema::table& about, std::string_view node);

/// The schemas whose tables are read, each by a statement of its own: of SQLite the databases that are
/// attached, `main` first. One without a name where one statement reads them all.
[[nodiscard]] std::vector<std::string> schemas_of(const runner& via, std::string_view node);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/found_row.ipp>
#endif
