// What can be compared with what.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/comparison.hpp>
#include <dataflow/query/detail/exact.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/predicates.hpp>

#include <optional>
#include <type_traits>

namespace dataflow::query::detail {

/// Whether two expressions can be compared: ids and enums with their own kind, numbers with numbers.
template <class A, class B>
inline constexpr bool comparable =
    std::is_same_v<A, B> || (!schema::is_id<A> && !schema::is_id<B> &&
                             ((category_of<A> == category_of<B> && category_of<A> < category::enumeration) ||
                              (category_of<A> == category::decimal && category_of<B> == category::integer) ||
                              (category_of<A> == category::integer && category_of<B> == category::decimal) ||
                              (category_of<A> == category::integer && category_of<B> == category::real) ||
                              (category_of<A> == category::real && category_of<B> == category::integer)));

template <comparison Op, class L, class R>
constexpr auto find_compare() {
    using model = typename L::model;
    using T = typename L::type;
    [[maybe_unused]] constexpr auto& field = field_text<L>;
    constexpr bool equality = Op == comparison::eq || Op == comparison::ne;
    if constexpr (refused_expression<L> || refused_expression<R>) return rule::told_before{};
    else if constexpr (!equality && category_of<T> == category::enumeration)
        return rule::an_enumeration_is_compared_by_order<model, field, T>{}; // it is stored by name
    else if constexpr (!equality && !schema::has_order<T>) return no_order_rule<model, field, T>{};
    else if constexpr (std::is_same_v<R, std::nullopt_t> && (Op == comparison::eq || Op == comparison::ne)) {
        if constexpr (L::nullable) return rule::ok{};
        else return rule::a_field_that_cannot_be_null_is_compared_with_null<model, field>{};
    } else if constexpr (category_of<T> == category::json)
        return rule::a_json_field_is_compared_as_a_whole<model, field, T>{};
    else if constexpr (parameter<R>) return rule::ok{};
    else if constexpr (scalar<R>) {
        if constexpr (inexact<T, typename R::type>)
            return rule::a_decimal_meets_an_inexact_number<model, field, T, typename R::type>{};
        else if constexpr (!comparable<T, typename R::type>)
            return rule::a_field_is_compared_with_another_type<model, field, T, typename R::type>{};
        else return rule::ok{};
    } else if constexpr (literal_for<T, R> || real_beside_whole<T, R>) return rule::ok{};
    else if constexpr (inexact<T, bare<R>>)
        return rule::a_decimal_meets_an_inexact_number<model, field, T, R>{};
    else return rule::a_field_is_compared_with_another_type<model, field, T, R>{};
}

} // namespace dataflow::query::detail

namespace dataflow::query {

/// The verdict on a comparison of an expression with anything.
template <comparison Op, class L, class R>
using compare_verdict = rule::diagnostic<decltype(detail::find_compare<Op, L, std::remove_cvref_t<R>>())>;

} // namespace dataflow::query
