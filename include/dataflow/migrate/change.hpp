// What is to change in a database: the differences of two descriptions as changes that a plan makes, with the
// renames that the models name.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/compare.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/migrate/risk.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow {

/// What a change is. Which members of its `about` are set, each line says.
enum class change_kind : std::uint8_t {
    add_table,           ///< wanted_table
    rename_table,        ///< wanted_table; found_table has the new name; `former`: the one that it has
    change_table_option, ///< STRICT, WITHOUT ROWID, row-level security, ON CONFLICT REPLACE
    add_column,          ///< wanted_column
    rename_column,       ///< wanted_column; found_column has the new name; `former`: the one that it has
    drop_column,         ///< found_column
    change_type,         ///< wanted_column, found_column; so are the next seven
    set_not_null,
    drop_not_null,
    change_default,
    change_identity,   ///< what gives a key its number
    change_generation, ///< whether, and how, it is computed from others
    change_collation,
    change_key,         ///< the primary key; of the table's, no column is set
    add_unique,         ///< wanted_unique: a constraint; unique indexes are indexes
    drop_unique,        ///< found_unique
    add_foreign_key,    ///< wanted_key
    change_foreign_key, ///< wanted_key, found_key
    drop_foreign_key,   ///< found_key
    add_index,          ///< wanted_index
    change_index,       ///< wanted_index, found_index, of one name
    rename_index,       ///< wanted_index, found_index, which does the same under another name
    drop_index,         ///< found_index
    add_check,          ///< wanted_check
    change_check,       ///< wanted_check, found_check, of one name
    rename_check,       ///< wanted_check, found_check, which says the same under another name
    drop_check,         ///< found_check
    change_enumerators, ///< wanted_check, found_check: the names that a column of an enumeration may hold;
                        ///< wanted_column; found_check is null where any text was allowed
    rename_enumerator,  ///< wanted_column: `former` becomes `latter` in all rows; comes before the former
};

/// `add_table`, as it is spelled.
[[nodiscard]] constexpr std::string_view name_of(change_kind what) noexcept {
    constexpr std::string_view names[]{
        "add_table",       "rename_table",      "change_table_option", "add_column",        "rename_column",
        "drop_column",     "change_type",       "set_not_null",        "drop_not_null",     "change_default",
        "change_identity", "change_generation", "change_collation",    "change_key",        "add_unique",
        "drop_unique",     "add_foreign_key",   "change_foreign_key",  "drop_foreign_key",  "add_index",
        "change_index",    "rename_index",      "drop_index",          "add_check",         "change_check",
        "rename_check",    "drop_check",        "change_enumerators",  "rename_enumerator",
    };
    return names[static_cast<std::size_t>(what)];
}

/// How dangerous a change of a kind is at least, whatever the database: the plan of one may say more, and
/// never less.
[[nodiscard]] constexpr risk least_risk(change_kind what) noexcept {
    constexpr risk least[]{
        risk::low,      // add_table
        risk::critical, // rename_table: programs of the former version stop
        risk::medium,   // change_table_option
        risk::low,      // add_column; medium where it cannot be NULL (`change::least`)
        risk::medium,   // rename_column
        risk::high,     // drop_column
        risk::high,     // change_type
        risk::medium,   // set_not_null
        risk::medium,   // drop_not_null: readers of the former version meet NULL
        risk::low,      // change_default
        risk::medium,   // change_identity
        risk::high,     // change_generation
        risk::medium,   // change_collation
        risk::high,     // change_key
        risk::medium,   // add_unique
        risk::medium,   // drop_unique
        risk::medium,   // add_foreign_key
        risk::high,     // change_foreign_key: it is dropped for a time
        risk::high,     // drop_foreign_key
        risk::low,      // add_index; medium where it is unique
        risk::medium,   // change_index
        risk::low,      // rename_index
        risk::medium,   // drop_index
        risk::medium,   // add_check
        risk::medium,   // change_check
        risk::low,      // rename_check
        risk::medium,   // drop_check
        risk::medium,   // change_enumerators; high where one is no longer allowed
        risk::high,     // rename_enumerator: programs of the former version write the old name
    };
    return least[static_cast<std::size_t>(what)];
}

} // namespace dataflow

namespace dataflow::migrate {

/// One change. Its pointers are into the description that is wanted, and into `change_list::found`.
struct change {
    change_kind what{};
    catalog::difference about{};
    std::string_view former{}; ///< of a rename: the name that it has in the database
    std::string_view latter{}; ///< of an enumerator: the name that it gets
    std::string_view back{};   ///< of a column that goes: the expression that undoing fills it with; may be
                               ///< empty
    risk least = risk::none;   ///< see `least_risk`

    /// The column that it is about; empty where it is about none, or several.
    [[nodiscard]] constexpr std::string_view column() const noexcept {
        return about.wanted_column != nullptr  ? about.wanted_column->name
               : about.found_column != nullptr ? about.found_column->name
                                               : std::string_view{};
    }
    [[nodiscard]] constexpr std::string_view table() const noexcept { return about.wanted_table->name; }
};

/// A column that goes and one of the same type that comes, in one table: it may be one that was renamed.
struct doubtful_pair {
    const catalog::table* table = nullptr; ///< the wanted one
    const catalog::column* dropped = nullptr;
    const catalog::column* added = nullptr;
};

/// Something that differs and is left as it is: what the library does not make (triggers, partitions), or an
/// index of others that harms nobody.
struct left_alone {
    catalog::difference about{};
    std::string_view why{}; ///< "an index that others made"
};

/// All changes of a database, table by table in the order of the wanted ones. The renames of a table come
/// first.
struct change_list {
    /// What was found, with the new names where a table or a column is renamed; else it is a copy without
    /// text of its own. What borrows from the description that was given needs that one to stay.
    catalog::live_description found{};
    std::vector<change> changes{};
    std::vector<doubtful_pair> doubts{};
    std::vector<left_alone> left{};
    /// wanted_table, found_table: tables whose past versions are no longer kept (`plan_of` looks for them).
    std::vector<catalog::difference> ended_histories{};
};

/// What changes `found` into `wanted`; only the tables that `wanted` has.
[[nodiscard]] change_list changes_of(const catalog::database_description& wanted,
                                     const catalog::database_description& found);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/change.ipp>
#endif
