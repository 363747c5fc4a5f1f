// coalesce, nullif, greatest, least.
#pragma once

#include <dataflow/query/detail/functions_exact.hpp>
#include <dataflow/query/placeholder.hpp>

#include <type_traits>
#include <utility>

namespace dataflow::query {

namespace functions {
inline constexpr function_text coalesce{"coalesce(@*)", "COALESCE(@*)", "coalesce(@*)"};
inline constexpr function_text nullif{"nullif(@*)", "NULLIF(@*)", "nullif(@*)"};
inline constexpr function_text greatest{"dataflow_greatest(@*)", "GREATEST(@*)", "greatest(@*)"};
inline constexpr function_text least{"dataflow_least(@*)", "LEAST(@*)", "least(@*)"};
} // namespace functions

namespace detail {

/// The type that values of two types have in common; void where there is none.
template <class A, class B>
constexpr auto find_common_type() {
    using a = wide<A>;
    using b = wide<B>;
    if constexpr (std::is_same_v<a, b>) return std::type_identity<a>{};
    else if constexpr (is_of<takes::number, a>() && is_of<takes::number, b>())
        return std::type_identity<double>{};
    else return find_common_exact<a, b>();
}

/// The type that a plain value brings in: decimals and durations keep their digits, others become what they
/// meet.
template <class V>
constexpr auto find_given_type() {
    if constexpr (scalar<V>) return std::type_identity<typename V::type>{};
    else if constexpr (is_exact<bare<V>>) return std::type_identity<bare<V>>{};
    else return std::type_identity<void>{};
}
template <class V>
using given_type = typename decltype(find_given_type<V>())::type;

/// The type that the expressions among arguments have in common, beginning with T.
template <class T>
constexpr auto find_joint_type() {
    return std::type_identity<T>{};
}
template <class T, class First, class... Rest>
constexpr auto find_joint_type() {
    if constexpr (std::is_void_v<given_type<First>>) return find_joint_type<T, Rest...>();
    else {
        using common = typename decltype(find_common_type<T, given_type<First>>())::type;
        if constexpr (std::is_void_v<common>) return std::type_identity<T>{}; // told by the verdict
        else return find_joint_type<common, Rest...>();
    }
}
template <class T, class... V>
using joint_type = typename decltype(find_joint_type<wide<T>, V...>())::type;

/// Whether V can stand among values of type T.
template <class T, class V>
constexpr bool joins() {
    if constexpr (parameter<V>) return true;
    else if constexpr (!std::is_void_v<given_type<V>>)
        return std::is_same_v<typename decltype(find_common_type<T, given_type<V>>())::type, T>;
    else return literal_for<T, V>;
}
template <class V>
constexpr auto shown_type() {
    if constexpr (scalar<V>) return std::type_identity<typename V::type>{};
    else return std::type_identity<V>{};
}

template <fixed_string Function, class T, class V>
constexpr auto find_joining_verdict() {
    if constexpr (joins<T, V>()) return rule::ok{};
    else
        return rule::values_of_different_types_meet_in_a_function<Function, T,
                                                                  typename decltype(shown_type<V>())::type>{};
}

template <fixed_string Function, bool Ordered, class E, class... V>
constexpr auto find_choice_verdict() {
    using T = joint_type<typename E::type, V...>;
    if constexpr (Ordered && category_of<schema::stored_form<T>> == category::enumeration)
        return rule::an_enumeration_is_compared_by_order<typename E::model, field_text<E>,
                                                         typename E::type>{};
    else if constexpr (Ordered && !schema::has_order<typename E::type>)
        return no_order_rule<typename E::model, field_text<E>, typename E::type>{};
    else return rule::first_broken<decltype(find_joining_verdict<Function, T, V>())...>{};
}

template <class T, class E, class V>
using expression_for = decltype(as_expression<T, E>(std::declval<V>()));

/// The call of a function whose arguments are all of one type.
template <class Verdict, const function_text& Function, bool AllNull, bool OwnNull, class E, class... V>
[[nodiscard]] constexpr auto choose(const E& e, V&&... rest) {
    using T = joint_type<typename E::type, std::remove_cvref_t<V>...>;
    if constexpr (!rule::is_ok<Verdict>) return refused_call<T>();
    else {
        constexpr bool nullable =
            OwnNull || (AllNull ? (E::nullable && ... && expression_for<T, E, V>::nullable)
                                : (E::nullable || ... || expression_for<T, E, V>::nullable));
        return call<Function, T, nullable, E, expression_for<T, E, V>...>{
            e, as_expression<T, E>(std::forward<V>(rest))...};
    }
}

} // namespace detail

/// The verdict on values that must have a type in common. Ordered: which are compared by order.
template <fixed_string Function, bool Ordered, class E, class... V>
using choice_verdict = rule::diagnostic<
    decltype(detail::find_choice_verdict<Function, Ordered, E, std::remove_cvref_t<V>...>())>;

} // namespace dataflow::query

namespace dataflow {

/// The first of the values that is not NULL.
template <query::scalar E, class... V>
    requires(sizeof...(V) != 0)
[[nodiscard]] constexpr auto coalesce(const E& first, V&&... rest) {
    using verdict = query::choice_verdict<"coalesce", false, E, V...>;
    static_assert(rule::told<verdict>::verdict);
    return query::detail::choose<verdict, query::functions::coalesce, true, false>(first,
                                                                                   std::forward<V>(rest)...);
}

/// The value, or NULL where it equals another.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto nullif(const E& x, V&& y) {
    using verdict = query::choice_verdict<"nullif", false, E, V>;
    static_assert(rule::told<verdict>::verdict);
    return query::detail::choose<verdict, query::functions::nullif, false, true>(x, std::forward<V>(y));
}

/// The greatest, and the least of the values that are not NULL; NULL where all are. Text goes byte by byte.
template <query::scalar E, class... V>
    requires(sizeof...(V) != 0)
[[nodiscard]] constexpr auto greatest(const E& first, V&&... rest) {
    using verdict = query::choice_verdict<"greatest", true, E, V...>;
    static_assert(rule::told<verdict>::verdict);
    return query::detail::choose<verdict, query::functions::greatest, true, false>(first,
                                                                                   std::forward<V>(rest)...);
}
template <query::scalar E, class... V>
    requires(sizeof...(V) != 0)
[[nodiscard]] constexpr auto least(const E& first, V&&... rest) {
    using verdict = query::choice_verdict<"least", true, E, V...>;
    static_assert(rule::told<verdict>::verdict);
    return query::detail::choose<verdict, query::functions::least, true, false>(first,
                                                                                std::forward<V>(rest)...);
}

} // namespace dataflow
