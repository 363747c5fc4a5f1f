// Orderings: `df::desc(field<&Flight::delay>)`.
#pragma once

#include <dataflow/query/expression.hpp>

#include <type_traits>

namespace dataflow::query {

enum class nulls : std::uint8_t { as_smallest, first, last };

/// One key of an ordering. NULL counts as the smallest value, as an empty std::optional does, unless
/// `nulls_first` or `nulls_last` says otherwise.
template <class Column, bool Descending, nulls Nulls = nulls::as_smallest>
struct ordering {
    using dataflow_ordering = void;
    using column = Column;
    using model = typename Column::model;
    static constexpr bool descending = Descending;
    static constexpr bool nulls_come_first = Nulls == nulls::first || (Nulls == nulls::as_smallest && !Descending);

    [[nodiscard]] constexpr auto nulls_first() const { return ordering<Column, Descending, nulls::first>{}; }
    [[nodiscard]] constexpr auto nulls_last() const { return ordering<Column, Descending, nulls::last>{}; }
};

template <class O>
concept is_ordering = requires { typename std::remove_cvref_t<O>::dataflow_ordering; };

/// A bare column orders upwards.
template <class T>
struct as_ordering {
    using type = ordering<T, false>;
};
template <is_ordering T>
struct as_ordering<T> {
    using type = T;
};

} // namespace dataflow::query

namespace dataflow {

/// Upwards, and downwards. Text is ordered byte by byte, on both databases.
template <query::scalar C>
[[nodiscard]] constexpr auto asc(const C&) { return query::ordering<C, false>{}; }
template <query::scalar C>
[[nodiscard]] constexpr auto desc(const C&) { return query::ordering<C, true>{}; }

} // namespace dataflow
