// Operators that C++ has and filters have not: what is written with them is told in one line.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/rules.hpp>

#include <iosfwd>
#include <optional>
#include <type_traits>

namespace dataflow::query {

namespace detail {

template <class T>
concept filter_operand = predicate_operand<T> || scalar<T>;
template <class T>
concept refused_operand = std::is_same_v<std::remove_cvref_t<T>, refused_predicate>;

/// What an operand is about; void for a plain value.
template <class T>
struct model_of_operand : std::type_identity<void> {};
template <class T>
    requires requires { typename T::model; }
struct model_of_operand<T> : std::type_identity<typename T::model> {};
template <class P>
struct model_of_operand<std::optional<P>> : model_of_operand<P> {};
template <class L, class R>
struct model_of_both : std::conditional_t<std::is_void_v<typename model_of_operand<L>::type>,
                                          model_of_operand<R>, model_of_operand<L>> {};

template <class L, class R>
constexpr auto find_join_verdict() {
    using model = typename model_of_both<L, R>::type;
    if constexpr (refused_operand<L> || refused_operand<R>) return rule::ok{};
    else if constexpr (!predicate_operand<L>) return rule::what_is_joined_is_not_a_predicate<model, L>{};
    else return rule::what_is_joined_is_not_a_predicate<model, R>{};
}
template <class L, class R>
using misjoin_verdict = rule::diagnostic<decltype(find_join_verdict<std::decay_t<L>, std::decay_t<R>>())>;

template <class L, class R>
using bitwise_verdict =
    rule::diagnostic<std::conditional_t<refused_operand<L> || refused_operand<R>, rule::ok,
                                        rule::predicates_are_joined_by_a_single_ampersand_or_bar<
                                            typename model_of_both<std::decay_t<L>, std::decay_t<R>>::type>>>;

template <class L, class R>
concept misjoined =
    (filter_operand<L> || filter_operand<R>) && !(predicate_operand<L> && predicate_operand<R>);

/// A predicate next to anything but an expression, which says it itself.
template <class L, class R>
concept compared_predicate = (predicate<L> && !scalar<R>) || (predicate<R> && !scalar<L>);
template <class L, class R>
constexpr auto find_predicate_verdict() {
    if constexpr (refused_operand<L> || refused_operand<R>) return rule::ok{};
    else if constexpr (predicate<L>) return rule::a_predicate_is_compared<typename L::model, R>{};
    else return rule::a_predicate_is_compared<typename R::model, L>{};
}
template <class L, class R>
using predicate_verdict =
    rule::diagnostic<decltype(find_predicate_verdict<std::decay_t<L>, std::decay_t<R>>())>;

} // namespace detail

template <class L, class R>
    requires detail::misjoined<L, R>
constexpr refused_predicate operator&&(const L&, const R&) {
    using checked = detail::misjoin_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::misjoined<L, R>
constexpr refused_predicate operator||(const L&, const R&) {
    using checked = detail::misjoin_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::filter_operand<L> || detail::filter_operand<R>
constexpr refused_predicate operator&(const L&, const R&) {
    using checked = detail::bitwise_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::filter_operand<L> || detail::filter_operand<R>
constexpr refused_predicate operator|(const L&, const R&) {
    using checked = detail::bitwise_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <scalar E>
constexpr refused_predicate operator!(const E&) {
    using checked = rule::diagnostic<
        rule::a_field_is_negated<typename E::model, detail::field_text<E>, typename E::type>>;
    static_assert(checked{});
    return {};
}

template <class L, class R>
    requires detail::compared_predicate<L, R>
constexpr refused_predicate operator==(const L&, const R&) {
    using checked = detail::predicate_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::compared_predicate<L, R>
constexpr refused_predicate operator!=(const L&, const R&) {
    using checked = detail::predicate_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::compared_predicate<L, R>
constexpr refused_predicate operator<(const L&, const R&) {
    using checked = detail::predicate_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::compared_predicate<L, R>
constexpr refused_predicate operator<=(const L&, const R&) {
    using checked = detail::predicate_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::compared_predicate<L, R>
constexpr refused_predicate operator>(const L&, const R&) {
    using checked = detail::predicate_verdict<L, R>;
    static_assert(checked{});
    return {};
}
template <class L, class R>
    requires detail::compared_predicate<L, R>
constexpr refused_predicate operator>=(const L&, const R&) {
    using checked = detail::predicate_verdict<L, R>;
    static_assert(checked{});
    return {};
}

template <class Traits, class E>
    requires scalar<E> || predicate<E>
std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& to, const E&) {
    using checked = rule::diagnostic<rule::an_expression_is_printed<typename E::model>>;
    static_assert(checked{});
    return to;
}

} // namespace dataflow::query
