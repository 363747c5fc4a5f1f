// What is selected under a name, in a having: `.having(df::item<"orders"> > 5)`.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/contents.hpp>
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

/// The value of an item that binds values of its own, where it is named: by the same parameters, for a
/// database takes others for another expression. `Before`: how many values the items before it bind.
template <class E, std::size_t Before>
struct item_value {
    using dataflow_scalar = void;
    using type = typename E::type;
    using model = typename E::model;
    using parts = query::types<>;
    using inputs = query::types<>;
    static constexpr bool nullable = E::nullable;
    static constexpr std::size_t parameters = 0, lists = 0;

    static constexpr void write(sql::writer& w, sql::place) {
        query::write_operand<E>(w, w.items().after(Before));
    }
    constexpr void bind(query::binder&) const {}
};

/// How many values the first so many items bind.
template <int I, class First, class... Rest>
constexpr std::size_t item_values_before() {
    if constexpr (I == 0) return 0;
    else return query::detail::expression_in<First>::type::parameters + item_values_before<I - 1, Rest...>();
}

/// The expression of an item.
template <int I, class First, class... Rest>
constexpr const auto& expression_at(const query::operands<First, Rest...>& items) {
    if constexpr (I != 0) return expression_at<I - 1>(items.rest);
    else if constexpr (query::is_named<First> || query::is_unselected<First>) return items.first.expression;
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
        using E = std::remove_cvref_t<decltype(e)>;
        using checked = query::compare_verdict<Op, E, V>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (E::parameters == 0) return query::make_compare<Op>(e, test.value);
        else return query::make_compare<Op>(item_value<E, item_values_before<at, T...>()>{}, test.value);
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

namespace dataflow::query {
/// What it names was checked where it is selected.
template <class E, std::size_t Before>
struct contents<node_::detail::item_value<E, Before>>
    : detail::contents_are<types<>, aggregates<E>, windows<E>, contents<E>::nested> {};
} // namespace dataflow::query
