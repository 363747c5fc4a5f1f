// What is checked of a select, when all of its parts are known.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/order.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

using query::types;

/// The columns stand in tables that are there, and those that a left join leaves out may be NULL.
template <class Root, class Left, class... C>
constexpr auto find_left_verdict(types<C...>) {
    return rule::first_broken<std::conditional_t<
        !C::nullable && !std::is_void_v<typename C::model> &&
            std::is_void_v<query::outsider<Left, typename C::model>>,
        rule::a_field_of_a_left_joined_model_needs_nullable<typename C::model, query::detail::field_text<C>>,
        rule::ok>...>{};
}

/// A column by what it is in the text: whether it is known that it can be NULL does not matter.
template <class C>
struct same_column {
    using type = C;
};
template <class C>
struct same_column<query::as_nullable<C>> {
    using type = C;
};
template <class C, class... Grouped>
inline constexpr bool grouped =
    among<typename same_column<C>::type, types<typename same_column<Grouped>::type...>>;

template <class M, class... Grouped>
inline constexpr bool grouped<query::in_doubt<M>, Grouped...> = true;

/// Where rows are grouped, a column stands in an aggregate or is one of the groups.
template <class... Grouped, class... C>
constexpr auto find_group_verdict(types<Grouped...>, types<C...>) {
    return rule::first_broken<std::conditional_t<
        grouped<C, Grouped...>, rule::ok,
        rule::a_field_outside_the_groups_is_used<typename C::model, query::detail::field_text<C>>>...>{};
}

template <class... E>
struct columns_of { // a class: as an alias, g++ 12 loses its way in the packs
    using type = decltype((types<>{} + ... + typename query::contents<E>::plain_columns{}));
};

/// What an ordering is of, where it is written.
template <class O>
using ordered = typename O::column;
template <class E>
concept refers = requires { E::refers_to; };

template <class... T>
constexpr int find_item(std::string_view name) {
    const std::string_view names[]{item_of<T>::name..., std::string_view{}};
    for (std::size_t i = 0; i < sizeof...(T); ++i)
        if (names[i] == name) return static_cast<int>(i);
    return -1;
}

template <bool Distinct, class E, class... T>
constexpr auto find_ordering_verdict() {
    if constexpr (refers<E>) {
        if constexpr (find_item<T...>(E::refers_to.view()) >= 0) return rule::ok{};
        else return rule::nothing_is_selected_under_this_name<E::refers_to>{};
    } else if constexpr (query::has_no_order<E>) {
        return query::no_order_verdict<E>{};
    } else if constexpr (Distinct &&
                         (E::parameters != 0 || (!among<E, types<expression_of<T>...>> &&
                                                 !among<query::of_a_group<E>, types<expression_of<T>...>>)))
        return rule::an_ordering_of_distinct_rows_is_not_selected<E>{};
    else return rule::ok{};
}
/// A database takes a group and an ordering that bind values of their own for two expressions, whatever the
/// values are.
template <class... K, class... E>
constexpr auto find_group_again_verdict(types<K...>, types<E...>) {
    return rule::first_broken<std::conditional_t<E::parameters != 0 && among<E, types<K...>>,
                                                 rule::an_ordering_binds_values<E>, rule::ok>...>{};
}

/// A subquery in one of these expressions is over one of these tables, too, and does not say which of the two
/// it compares.
template <class... M, class... E>
constexpr auto find_doubt_verdict(types<M...>, types<E...>) {
    return rule::first_broken<std::conditional_t<
        query::ambiguous<M, E...>, rule::a_subquery_over_the_same_model_needs_an_alias<M>, rule::ok>...>{};
}

template <class Known, class Root, class... E>
using outsider_verdict = rule::first_broken<std::conditional_t<
    std::is_void_v<query::outsider<Known, typename E::model>>, rule::ok,
    rule::a_field_of_another_model_is_used<Root, query::outsider<Known, typename E::model>>>...>;

/// The groups among the items: the first so many.
template <std::size_t Groups, class... T>
struct groups_of {
    using keys = types<>;
    using rest = types<T...>; ///< the other items
};
template <std::size_t Groups, class First, class... Rest>
    requires(Groups != 0)
struct groups_of<Groups, First, Rest...> {
    using more = groups_of<Groups - 1, Rest...>;
    using keys = decltype(types<expression_of<First>>{} + typename more::keys{});
    using rest = typename more::rest;
};

template <class E>
concept is_window = requires { requires E::window; };
template <class E>
concept is_aggregate = requires { requires E::aggregate; };

/// The columns of an expression that stand in no aggregate and in no group. A group counts as a whole: that
/// `n % 20` is one says nothing about `n`, and one that binds values is another than the same with values of
/// its own.
template <class E, class Keys>
struct outside_of_keys;
template <class Parts, class Keys>
struct outside_in_parts;
template <class... E, class Keys>
struct outside_in_parts<types<E...>, Keys> {
    using type = decltype((types<>{} + ... + typename outside_of_keys<E, Keys>::type{}));
};
template <class E, class... K>
struct outside_of_keys<E, types<K...>> {
    static constexpr auto find() {
        if constexpr (E::parameters == 0 && grouped<E, K...>) return types<>{};
        else if constexpr (is_window<E>)
            return typename outside_in_parts<typename E::window_parts, types<K...>>::type{};
        else if constexpr (is_aggregate<E>) return types<>{};
        else if constexpr (std::is_same_v<typename E::parts, types<>>) return query::plain_columns<E>{};
        else return typename outside_in_parts<typename E::parts, types<K...>>::type{};
    }
    using type = decltype(find());
};
template <class Keys, class Items>
struct outside_of_items;
template <class Keys, class... T>
struct outside_of_items<Keys, types<T...>> : outside_in_parts<types<expression_of<T>...>, Keys> {};

template <class Root, class From, class Outer, std::size_t Groups, bool Distinct, class P, class H,
          class... O, class... T>
constexpr auto find_select_verdict(types<O...>, types<T...>) {
    using tags = tags_of<From>;
    using known = decltype(typename tags::type{} + Outer{});
    using outside = outsider_verdict<known, Root, expression_of<T>..., P, H, ordered<O>...>;
    using doubt = decltype(find_doubt_verdict(typename tags::type{},
                                              types<expression_of<T>..., P, H, ordered<O>...>{}));
    if constexpr (!rule::is_ok<outside>) return outside{};
    else if constexpr (!rule::is_ok<doubt>) return doubt{};
    else if constexpr ((query::contents<expression_of<T>>::nested || ... || query::contents<H>::nested) ||
                       (false || ... || query::contents<ordered<O>>::nested))
        return rule::an_aggregate_is_nested<Root>{};
    else {
        using order = rule::first_broken<decltype(find_ordering_verdict<Distinct, ordered<O>, T...>())...>;
        using left =
            std::conditional_t<std::is_same_v<typename tags::left, types<>>, std::type_identity<rule::ok>,
                               std::type_identity<decltype(find_left_verdict<Root, typename tags::left>(
                                   typename columns_of<expression_of<T>..., P, H, ordered<O>...>::type{}))>>;
        if constexpr (!rule::is_ok<order>) return order{};
        else if constexpr (!rule::is_ok<typename left::type>) return typename left::type{};
        else if constexpr (Groups != 0 ||
                           (query::aggregates<expression_of<T>> || ... || query::aggregates<H>)) {
            using groups = groups_of<Groups, T...>;
            using keys = typename groups::keys;
            using used = decltype(typename outside_of_items<keys, typename groups::rest>::type{} +
                                  typename outside_in_parts<types<H, ordered<O>...>, keys>::type{});
            using again = decltype(find_group_again_verdict(keys{}, types<ordered<O>...>{}));
            if constexpr (!rule::is_ok<again>) return again{};
            else return find_group_verdict(keys{}, used{});
        } else return rule::ok{};
    }
}

} // namespace detail

/// The verdict on all parts of a select. `Outer`: the models of the statement around it, whose fields it may
/// use.
template <class Root, class From, class Outer, std::size_t Groups, bool Distinct, class P, class H,
          class Order, class Items>
using select_verdict =
    rule::diagnostic<decltype(detail::find_select_verdict<Root, From, Outer, Groups, Distinct, P, H>(
        Order{}, Items{}))>;

} // namespace dataflow::node_
