// What an expression is made of: whether it has aggregates in it, and the columns outside them.
#pragma once

#include <dataflow/query/expression.hpp>

namespace dataflow::query {

namespace detail {
/// `nested`: an aggregate stands in another one, which a window alone may hold.
template <class Columns, bool Aggregates = false, bool Windows = false, bool Nested = false>
struct contents_are {
    static constexpr bool aggregates = Aggregates, windows = Windows, nested = Nested;
    using plain_columns = Columns;
};
template <class Parts>
struct contents_of_parts;
} // namespace detail

/// What is in an expression follows from its parts.
template <class E>
struct contents : detail::contents_of_parts<typename E::parts> {};

/// Stands among the plain columns of a subquery over M, which has no alias there, that compares columns of M
/// with each other: in a statement over M, nobody can tell which of the two rows is meant
/// (select/detail/subquery_doubt.hpp).
template <class M>
struct in_doubt {
    using model = alias_of<M, "?">;
    static constexpr bool nullable = true;
};

/// Whether an expression (or a predicate) holds an aggregate.
template <class E>
inline constexpr bool aggregates = contents<E>::aggregates;

/// Whether it holds a window: a value over other rows of what is selected.
template <class E>
inline constexpr bool windows = contents<E>::windows;

/// Its columns that stand outside aggregates, as a `types<...>`, in their order; one may come twice.
template <class E>
using plain_columns = typename contents<E>::plain_columns;

namespace detail {
template <class M, class... C>
constexpr bool doubts(types<C...>) noexcept {
    return (std::is_same_v<C, in_doubt<M>> || ...);
}
} // namespace detail

/// Whether a subquery in it cannot be told from the statement around it, where that is over M.
template <class M, class... E>
inline constexpr bool ambiguous = (detail::doubts<M>(plain_columns<E>{}) || ...);

namespace detail {
template <class... E>
struct contents_of_parts<types<E...>>
    : contents_are<decltype((types<>{} + ... + typename contents<E>::plain_columns{})),
                   (false || ... || contents<E>::aggregates), (false || ... || contents<E>::windows),
                   (false || ... || contents<E>::nested)> {};
template <class C>
struct contents_of_column : contents_are<types<C>> {};
} // namespace detail

template <class E>
    requires detail::is_column<E>
struct contents<E> : detail::contents_of_column<E> {};
template <class E>
    requires requires { requires E::aggregate; }
struct contents<E> : detail::contents_are<types<>, true, windows<typename E::operand_type>,
                                          query::aggregates<typename E::operand_type>> {};
// A window is over rows that have been grouped: what it uses counts as used outside it.
template <class E>
    requires requires { requires E::window; }
struct contents<E> {
    using of = detail::contents_of_parts<typename E::window_parts>;
    static constexpr bool aggregates = of::aggregates, windows = true, nested = of::nested;
    using plain_columns = typename of::plain_columns;
};

} // namespace dataflow::query
