// The facts and functions of every kind of values, by its number: a row of a table each.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/types/column_type.hpp>
#include <dataflow/core/types/date.hpp>
#include <dataflow/core/types/detail/list.hpp>
#include <dataflow/core/types/timestamp.hpp>
#include <dataflow/core/types/uuid.hpp>
#include <dataflow/core/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow {

namespace detail {

/// The kinds that have a number of their own, in their order. What drivers do with them they know themselves,
/// for speed.
inline constexpr type_facts standard_facts[]{{.word = "boolean",
                                              .plural = "0 or 1",
                                              .postgres = "BOOLEAN",
                                              .postgres_array = "BOOLEAN[]",
                                              .told = "boolean",
                                              .told_array = "boolean[]",
                                              .number = 16,
                                              .array_number = 1000,
                                              .sqlite = "INTEGER",
                                              .kept = " = 'integer'",
                                              .pattern = "[01]"},
                                             {.word = "int16",
                                              .plural = "whole numbers",
                                              .postgres = "SMALLINT",
                                              .postgres_array = "SMALLINT[]",
                                              .told = "smallint",
                                              .told_array = "smallint[]",
                                              .number = 21,
                                              .array_number = 1005,
                                              .sqlite = "INTEGER",
                                              .kept = " = 'integer'"},
                                             {.word = "int32",
                                              .plural = "whole numbers",
                                              .postgres = "INTEGER",
                                              .postgres_array = "INTEGER[]",
                                              .told = "integer",
                                              .told_array = "integer[]",
                                              .number = 23,
                                              .array_number = 1007,
                                              .sqlite = "INTEGER",
                                              .kept = " = 'integer'"},
                                             {.word = "int64",
                                              .plural = "whole numbers",
                                              .postgres = "BIGINT",
                                              .postgres_array = "BIGINT[]",
                                              .told = "bigint",
                                              .told_array = "bigint[]",
                                              .number = 20,
                                              .array_number = 1016,
                                              .sqlite = "INTEGER",
                                              .kept = " = 'integer'"},
                                             {.word = "single",
                                              .plural = "numbers",
                                              .postgres = "REAL",
                                              .postgres_array = "REAL[]",
                                              .told = "real",
                                              .told_array = "real[]",
                                              .number = 700,
                                              .array_number = 1021,
                                              .sqlite = "REAL",
                                              .kept = " IN ('real', 'integer')"},
                                             {.word = "real",
                                              .plural = "numbers",
                                              .postgres = "DOUBLE PRECISION",
                                              .postgres_array = "DOUBLE PRECISION[]",
                                              .told = "double precision",
                                              .told_array = "double precision[]",
                                              .number = 701,
                                              .array_number = 1022,
                                              .sqlite = "REAL",
                                              .kept = " IN ('real', 'integer')"},
                                             {.word = "text",
                                              .plural = "text",
                                              .postgres = "TEXT",
                                              .postgres_array = "TEXT[]",
                                              .told = "text",
                                              .told_array = "text[]",
                                              .number = 25,
                                              .array_number = 1009},
                                             {.word = "bytes",
                                              .plural = "bytes",
                                              .postgres = "BYTEA",
                                              .postgres_array = "BYTEA[]",
                                              .told = "bytea",
                                              .told_array = "bytea[]",
                                              .number = 17,
                                              .array_number = 1001,
                                              .sqlite = "BLOB",
                                              .kept = " = 'blob'"},
                                             column_type<timestamp>::facts,
                                             column_type<date>::facts,
                                             column_type<uuid>::facts,
                                             {.word = "decimal",
                                              .plural = "whole numbers of the decimal's last digits",
                                              .postgres = "NUMERIC",
                                              .postgres_array = "NUMERIC[]",
                                              .told = "numeric",
                                              .told_array = "numeric[]",
                                              .number = 1700,
                                              .array_number = 1231,
                                              .sqlite = "INTEGER",
                                              .kept = " = 'integer'"},
                                             {.word = "duration",
                                              .plural = "whole microseconds",
                                              .postgres = "BIGINT",
                                              .postgres_array = "BIGINT[]",
                                              .told = "bigint",
                                              .told_array = "bigint[]",
                                              .number = 20,
                                              .array_number = 1016,
                                              .sqlite = "INTEGER",
                                              .kept = " = 'integer'"},
                                             {.word = "json",
                                              .plural = "text",
                                              .postgres = "JSONB",
                                              .postgres_array = "JSONB[]",
                                              .told = "jsonb",
                                              .told_array = "jsonb[]",
                                              .number = 3802,
                                              .array_number = 3807}};

template <class T, class List>
struct place_in;
template <class T, class... L>
struct place_in<T, type_list<L...>> {
    static constexpr std::size_t value = [] {
        std::size_t at = 0;
        (void)((std::is_same_v<T, L> || (++at, false)) || ...);
        return at;
    }();
};

template <class List>
struct listed_facts;
template <class... T>
struct listed_facts<type_list<T...>> {
    static_assert(sizeof...(T) <=
                  static_cast<std::size_t>(storage::array) - static_cast<std::size_t>(storage::listed));
    static_assert(sizeof(standard_facts) / sizeof(type_facts) == static_cast<std::size_t>(storage::json) + 1);
    static constexpr type_facts rows[sizeof...(T)]{column_type<T>::facts...};
};

} // namespace detail

/// Whether a type has a file of its own in this folder, which says all of it.
template <class T>
inline constexpr bool is_listed =
    detail::place_in<T, detail::listed_types>::value < detail::listed_types::size;

/// The number of a listed type.
template <class T>
inline constexpr storage storage_of = static_cast<storage>(static_cast<std::size_t>(storage::listed) +
                                                           detail::place_in<T, detail::listed_types>::value);

/// The facts of a kind of values; of arrays, those of their elements.
[[nodiscard]] constexpr const type_facts& facts_of(storage s) noexcept {
    if (is_array(s)) s = element_of(s);
    const auto at = static_cast<std::size_t>(s);
    return s < storage::listed
               ? detail::standard_facts[at]
               : detail::listed_facts<detail::listed_types>::rows[at -
                                                                  static_cast<std::size_t>(storage::listed)];
}

/// All kinds that are no arrays, by their position from 0.
inline constexpr std::size_t kind_count =
    sizeof(detail::standard_facts) / sizeof(type_facts) + detail::listed_types::size;
[[nodiscard]] constexpr storage kind_at(std::size_t position) noexcept {
    constexpr std::size_t standard = kind_count - detail::listed_types::size;
    return static_cast<storage>(
        position < standard ? position : position - standard + static_cast<std::size_t>(storage::listed));
}

/// Whether a kind of values has functions.
[[nodiscard]] constexpr bool has_functions(storage s) noexcept {
    return s == storage::timestamp || s == storage::date || s == storage::uuid ||
           (s >= storage::listed && !is_array(s));
}
/// The functions of a kind of values; null where drivers have their own. Times and days are their counts, as
/// in `value`.
[[nodiscard]] const type_functions* functions_of(storage s) noexcept;

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/core/types/registry.ipp>
#endif
