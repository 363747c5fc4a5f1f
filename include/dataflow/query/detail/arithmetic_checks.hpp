// What can be reckoned with what.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/detail/arithmetic_op.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <type_traits>

namespace dataflow::query {

template <class T>
concept number =
    !schema::is_id<T> && (category_of<T> == category::integer || category_of<T> == category::real ||
                          category_of<T> == category::decimal);

/// What can be added and subtracted.
template <class T>
concept summable = number<T> || category_of<T> == category::duration;

} // namespace dataflow::query

namespace dataflow::query::detail {

template <class T, arithmetic_op Op>
inline constexpr bool operand_of =
    (Op == arithmetic_op::add || Op == arithmetic_op::subtract) ? summable<T> : number<T>;

/// What dataflow/functions.hpp offers, whose operators are then found before those of numbers.
template <class T, class R, arithmetic_op Op>
constexpr bool is_a_function() {
    constexpr auto kind = category_of<T>;
    constexpr bool adds = Op == arithmetic_op::add, subtracts = Op == arithmetic_op::subtract;
    constexpr bool point = kind == category::timestamp || kind == category::date;
    constexpr bool moves = is_duration<R> && (adds || subtracts);
    if constexpr (scalar<R>)
        return kind == category_of<typename R::type> &&
               ((kind == category::text && adds) || (point && subtracts));
    else if constexpr (kind == category::timestamp) return moves || (is_sys_time<R>::value && subtracts);
    else if constexpr (kind == category::date)
        return (moves && std::is_convertible_v<R, std::chrono::days>) ||
               (std::is_same_v<R, date> && subtracts);
    else return kind == category::text && adds && !parameter<R> && literal_for<T, R>;
}

/// Whether a T and an R are a duration and how often it is taken.
template <class T, class R, arithmetic_op Op>
constexpr bool is_repeated() {
    if constexpr (Op != arithmetic_op::multiply) return false;
    else if constexpr (scalar<R>) {
        using U = typename R::type;
        return (schema::is_duration<T> && category_of<U> == category::integer && !schema::is_id<U>) ||
               (schema::is_duration<U> && category_of<T> == category::integer && !schema::is_id<T>);
    } else return schema::is_duration<T> && whole_number<R>;
}

template <class T, class R>
inline constexpr bool a_day_meets_a_time = false;
template <class T, scalar R>
inline constexpr bool a_day_meets_a_time<T, R> =
    (category_of<T> == category::timestamp && category_of<typename R::type> == category::date) ||
    (category_of<T> == category::date && category_of<typename R::type> == category::timestamp);

template <class T>
concept whole_operand = number<T> && category_of<T> == category::integer;

template <class L, class R>
constexpr auto find_modulo_verdict() {
    using model = typename L::model;
    if constexpr (!whole_operand<typename L::type>)
        return rule::a_remainder_is_taken_of_what_is_not_a_whole_number<model, field_text<L>,
                                                                        typename L::type>{};
    else if constexpr (parameter<R>) return rule::ok{};
    else if constexpr (scalar<R>) {
        if constexpr (whole_operand<typename R::type>) return rule::ok{};
        else
            return rule::a_remainder_is_taken_of_what_is_not_a_whole_number<typename R::model, field_text<R>,
                                                                            typename R::type>{};
    } else if constexpr (literal_for<typename L::type, R>) return rule::ok{};
    else return rule::a_remainder_is_taken_of_what_is_not_a_whole_number<model, field_text<L>, R>{};
}

template <class L, class R, arithmetic_op Op>
constexpr auto find_arithmetic_verdict() {
    using model = typename L::model;
    using T = typename L::type;
    if constexpr (refused_expression<L> || refused_expression<R>) return rule::told_before{};
    else if constexpr (!schema::is_id<T> && is_a_function<T, R, Op>())
        return rule::adding_to_a_time_or_a_string_needs_the_header_dataflow_functions_hpp<model,
                                                                                          field_text<L>, T>{};
    else if constexpr (Op == arithmetic_op::modulo) return find_modulo_verdict<L, R>();
    else if constexpr (is_repeated<T, R, Op>()) return rule::ok{};
    else if constexpr (a_day_meets_a_time<T, R>)
        return rule::a_field_is_compared_with_another_type<model, field_text<L>, T, typename R::type>{};
    else if constexpr (!operand_of<T, Op>)
        return rule::arithmetic_on_a_field_that_is_not_a_number<model, field_text<L>, T>{};
    else if constexpr (parameter<R>) return rule::ok{};
    else if constexpr (scalar<R>) {
        if constexpr (!operand_of<typename R::type, Op>)
            return rule::arithmetic_on_a_field_that_is_not_a_number<typename R::model, field_text<R>,
                                                                    typename R::type>{};
        else if constexpr (inexact<T, typename R::type>)
            return rule::a_decimal_meets_an_inexact_number<model, field_text<L>, T, typename R::type>{};
        else if constexpr (schema::is_duration<T> != schema::is_duration<typename R::type>)
            return rule::a_field_is_compared_with_another_type<model, field_text<L>, T, typename R::type>{};
        else return rule::ok{};
    } else if constexpr (literal_for<T, R> || real_beside_whole<T, R>) return rule::ok{};
    else if constexpr (inexact<T, bare<R>>)
        return rule::a_decimal_meets_an_inexact_number<model, field_text<L>, T, R>{};
    else return rule::a_field_is_compared_with_another_type<model, field_text<L>, T, R>{};
}

} // namespace dataflow::query::detail

namespace dataflow::query {

/// The verdict on arithmetic between an expression and anything.
template <class L, class R, arithmetic_op Op = arithmetic_op::add>
using arithmetic_verdict =
    rule::diagnostic<decltype(detail::find_arithmetic_verdict<L, std::remove_cvref_t<R>, Op>())>;

} // namespace dataflow::query
