// How two descriptions differ: what should be there against what is.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

enum class difference_kind : std::uint8_t {
    table_missing,
    table_extra,          ///< only where `compare_options::extra_tables` asks
    relation_differs,     ///< a view, say, instead of a table
    table_option_differs, ///< STRICT, WITHOUT ROWID, row-level security, partitions, ON CONFLICT REPLACE
    column_missing,
    column_extra,
    type_differs,           ///< it would not keep the same values
    type_spelled_otherwise, ///< it keeps the same values: `VARCHAR(20)` instead of `TEXT`
    nullability_differs,
    default_differs,
    identity_differs,   ///< what gives a key its number
    generation_differs, ///< whether, and how, a column is computed from others
    collation_differs,
    primary_key_differs,
    unique_missing,
    unique_extra,
    foreign_key_missing,
    foreign_key_differs,
    foreign_key_extra,
    index_missing,
    index_differs,
    index_extra,
    check_missing,
    check_differs,
    check_extra,
    trigger_missing,
    trigger_differs,
    trigger_extra,
};

/// The name of a kind, as it is spelled.
[[nodiscard]] constexpr std::string_view name_of(difference_kind what) noexcept {
    constexpr std::string_view names[]{
        "table_missing",       "table_extra",         "relation_differs",  "table_option_differs",
        "column_missing",      "column_extra",        "type_differs",      "type_spelled_otherwise",
        "nullability_differs", "default_differs",     "identity_differs",  "generation_differs",
        "collation_differs",   "primary_key_differs", "unique_missing",    "unique_extra",
        "foreign_key_missing", "foreign_key_differs", "foreign_key_extra", "index_missing",
        "index_differs",       "index_extra",         "check_missing",     "check_differs",
        "check_extra",         "trigger_missing",     "trigger_differs",   "trigger_extra",
    };
    return names[static_cast<std::size_t>(what)];
}

/// One difference. The pointers are into the two descriptions, null where there is nothing to point at.
/// Everything that belongs to a table has its table with it.
struct difference {
    difference_kind what{};
    const table* wanted_table = nullptr;
    const table* found_table = nullptr;
    const column* wanted_column = nullptr;
    const column* found_column = nullptr;
    const index* wanted_index = nullptr;
    const index* found_index = nullptr; ///< of a missing index, one of another name that does the same
    const foreign_key* wanted_key = nullptr;
    const foreign_key* found_key = nullptr;
    const check* wanted_check = nullptr;
    const check* found_check = nullptr;
    const unique_constraint* wanted_unique = nullptr;
    const unique_constraint* found_unique = nullptr;
    const trigger* wanted_trigger = nullptr;
    const trigger* found_trigger = nullptr;
};

struct compare_options {
    bool extra_tables = false; ///< tables that are found and not wanted are differences, too
};

/// How `found` differs from `wanted`, table by table in the order of `wanted`; empty where nothing does. Both
/// may come from structs or from a database, of one dialect. Tables are found by their name; by their schema,
/// too, where `wanted` has one. What the library itself keeps with a table for full-text searches, and the
/// triggers that keep foreign keys for marks, are no difference.
[[nodiscard]] std::vector<difference> compare(const database_description& wanted,
                                              const database_description& found, compare_options how = {});

/// A difference in words: "column size is TEXT and should be INTEGER". Without the table's name.
[[nodiscard]] std::string to_string(const difference& d);

/// What it means that a column's collation takes different texts for equal ones.
[[nodiscard]] std::string words_of_folding(const column& c);

/// Whether the columns of an index of the table `of` keep unique what `wanted` keeps unique, in whatever
/// order they stand.
[[nodiscard]] bool keeps_unique(const table& of, const index& found, const index& wanted,
                                dialect d = dialect::postgres) noexcept;

/// Whether two expressions of SQL mean the same, one as the library writes it and one as the database tells
/// it.
[[nodiscard]] bool same_meaning(dialect d, std::string_view a, std::string_view b);

/// Whether a column of the type `found` keeps the values of one of the type `wanted` as they are sent.
[[nodiscard]] bool keeps_values(dialect d, const column_type& wanted, const column_type& found);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/compare.ipp>
#include <dataflow/catalog/difference_text.ipp>
#include <dataflow/catalog/keeps.ipp>
#endif
