// Values in a group: no group is empty, so the sum of what cannot be NULL is not NULL there.
#pragma once

#include <dataflow/query/aggregate.hpp>
#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/item.hpp>

#include <type_traits>

namespace dataflow::query {

/// Whether an expression can be NULL where its aggregates have a row.
template <class E>
inline constexpr bool null_in_a_group = E::nullable;
template <const function_text& Function, class T, bool Nullable, class E, class P, bool Narrowed>
inline constexpr bool null_in_a_group<aggregate_call<Function, T, Nullable, E, P, Narrowed>> =
    Nullable && (null_in_a_group<E> || !std::is_same_v<P, every_record>);
template <arithmetic_op Op, class L, class R>
inline constexpr bool null_in_a_group<arithmetic<Op, L, R>> = null_in_a_group<L> || null_in_a_group<R>;

/// An expression that is not NULL in a group, though it can be elsewhere.
template <class E>
struct of_a_group : E {
    static constexpr bool nullable = false;
    constexpr of_a_group() = default;
    constexpr explicit of_a_group(const E& e) : E(e) {}
};

namespace detail {
template <class T>
struct item_in_a_group {
    using type = T;
    static constexpr const T& make(const T& item) { return item; }
};
template <scalar T>
    requires(T::nullable && !null_in_a_group<T>)
struct item_in_a_group<T> {
    using type = of_a_group<T>;
    static constexpr type make(const T& item) { return type{item}; }
};
template <fixed_string Name, class E>
    requires(E::nullable && !null_in_a_group<E>)
struct item_in_a_group<named<Name, E>> {
    using type = named<Name, of_a_group<E>>;
    static constexpr type make(const named<Name, E>& item) { return {of_a_group<E>{item.expression}}; }
};
template <bool Grouped, class T>
struct item_beside_groups {
    using type = T;
    static constexpr const T& make(const T& item) { return item; }
};
template <class T>
struct item_beside_groups<true, T> : item_in_a_group<T> {};
} // namespace detail

/// An item of a select, which has groups or not.
template <bool Grouped, class T>
using item_beside_groups = detail::item_beside_groups<Grouped, T>;

} // namespace dataflow::query
