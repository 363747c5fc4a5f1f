// What is selected under a name, in a having: `.having(df::item<"orders"> > 5)`.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/select_checks.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>

namespace dataflow::node_::detail {

/// Whether a predicate names what is selected.
template <class Q>
inline constexpr bool has_items = false;
template <query::comparison Op, fixed_string Name, class V>
inline constexpr bool has_items<query::item_test<Op, Name, V>> = true;
template <query::connective Op, class L, class R>
inline constexpr bool has_items<query::logic<Op, L, R>> = has_items<L> || has_items<R>;
template <class P>
inline constexpr bool has_items<query::negation<P>> = has_items<P>;
template <class P>
inline constexpr bool has_items<query::optional_part<P>> = has_items<P>;

/// The expression of an item.
template <int I, class First, class... Rest>
constexpr const auto& expression_at(const query::operands<First, Rest...>& items) {
    if constexpr (I != 0) return expression_at<I - 1>(items.rest);
    else if constexpr (query::is_named<First>) return items.first.expression;
    else return items.first;
}

template <query::comparison Op, fixed_string Name, class V, class... T>
constexpr auto with_expressions(const query::operands<T...>& items,
                                const query::item_test<Op, Name, V>& test) {
    constexpr int at = find_item<T...>(Name.view());
    using there = std::conditional_t<(at >= 0), rule::ok, rule::nothing_is_selected_under_this_name<Name>>;
    static_assert(there{});
    if constexpr (at < 0) return query::refused_predicate{};
    else {
        const auto& e = expression_at<at>(items);
        using checked = query::compare_verdict<Op, std::remove_cvref_t<decltype(e)>, V>;
        static_assert(rule::told<checked>::verdict);
        return query::make_compare<Op>(e, test.value);
    }
}
template <class Items, class Q>
constexpr auto with_expressions(const Items&, const Q& q) {
    return q;
}
template <class Items, query::connective Op, class L, class R>
constexpr auto with_expressions(const Items& items, const query::logic<Op, L, R>& q);
template <class Items, class P>
constexpr auto with_expressions(const Items& items, const query::optional_part<P>& q);
template <class Items, class P>
constexpr auto with_expressions(const Items& items, const query::negation<P>& q) {
    auto inside = with_expressions(items, q.first);
    return query::negation<decltype(inside)>{{inside}};
}
template <class Items, query::connective Op, class L, class R>
constexpr auto with_expressions(const Items& items, const query::logic<Op, L, R>& q) {
    auto left = with_expressions(items, q.first);
    auto right = with_expressions(items, q.rest.first);
    return query::logic<Op, decltype(left), decltype(right)>{{left, {right}}};
}
template <class Items, class P>
constexpr auto with_expressions(const Items& items, const query::optional_part<P>& q) {
    using inside = decltype(with_expressions(items, *q.part));
    return query::optional_part<inside>{q.part ? std::optional<inside>{with_expressions(items, *q.part)}
                                               : std::nullopt};
}

} // namespace dataflow::node_::detail
