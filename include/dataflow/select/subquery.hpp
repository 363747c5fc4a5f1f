// Selects inside expressions: `df::exists(...)`, `x.in(df::select(...))`, `df::scalar(df::select(...))`.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/select/detail/subquery.hpp>
#include <dataflow/select/detail/subquery_clauses.hpp>
#include <dataflow/select/detail/subquery_tests.hpp>

#include <type_traits>

namespace dataflow::node_::detail {

/// The first placeholder of a select, void where it has none.
template <class S>
using first_placeholder = typename front<query::placeholders_in<typename S::inputs>>::type;

template <class S, bool Asks = false>
constexpr auto find_subquery_verdict() {
    using placeholder = first_placeholder<S>;
    if constexpr (!std::is_void_v<placeholder>)
        return rule::a_subquery_has_a_parameter_of_a_workflow<typename S::model,
                                                              placeholder::name_of_input>{};
    else return typename inside<S, Asks>::verdict{};
}
/// The same of a subquery that gives one value in each row.
template <class S>
constexpr auto find_value_verdict() {
    if constexpr (selects_around<S>())
        return rule::a_subquery_selects_what_is_around_it<
            typename S::model, query::detail::field_text<expression_of<decltype(S::items_type::first)>>>{};
    else return find_subquery_verdict<S>();
}
template <class E, class S>
constexpr auto find_in_select_verdict() {
    if constexpr (!requires { requires std::is_same_v<typename S::rows_type, value_rows>; })
        return rule::a_subquery_does_not_give_one_value<typename S::row>{};
    else {
        using item = expression_of<decltype(S::items_type::first)>;
        if constexpr (!query::detail::comparable<typename E::type, typename item::type>)
            return rule::a_field_is_compared_with_another_type<
                typename E::model, query::detail::field_text<E>, typename E::type, typename item::type>{};
        else return find_value_verdict<S>();
    }
}
template <class S>
constexpr auto find_scalar_verdict() {
    if constexpr (!requires { requires std::is_same_v<typename S::rows_type, value_rows>; })
        return rule::a_subquery_does_not_give_one_value<typename S::row>{};
    else if constexpr (!is_one_row<S> && !is_ordered<S>)
        return rule::a_scalar_subquery_may_give_several_rows<typename S::model>{};
    else return find_value_verdict<S>();
}

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

/// Made by `x.in(df::select(...))`.
template <class E, class S>
[[nodiscard]] constexpr auto in_select(const E& operand, const S& of) {
    using verdict = rule::diagnostic<decltype(detail::find_in_select_verdict<E, S>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else return in_select_test<E, S>{{operand, {{detail::with_rows(of)}}}};
}

} // namespace dataflow::node_

namespace dataflow {

/// Whether a list or a select has a row; its filter may use fields of the statement around it:
/// `df::exists(df::list<Order>().where(field<&Order::customer_id> == field<&Customer::id>))`.
template <query::subselect S>
[[nodiscard]] constexpr auto exists(S&& of) {
    using given = node_::detail::select_of<std::remove_cvref_t<S>>;
    using select = typename given::type;
    using verdict = rule::diagnostic<decltype(node_::detail::find_subquery_verdict<select, true>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else
        return node_::exists_test<select>{{{node_::detail::with_any_row(given::make(static_cast<S&&>(of)))}}};
}

/// The value of a select of one aggregate, or that of the first row of an ordered select; NULL where it has
/// no row: `df::scalar(df::select(df::max(field<&Order::total>)))`.
template <query::subselect S>
[[nodiscard]] constexpr auto scalar(S&& of) {
    using given = std::remove_cvref_t<S>;
    using verdict = rule::diagnostic<decltype(node_::detail::find_scalar_verdict<given>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_scalar{};
    else return node_::scalar_select<given>{node_::detail::with_first_row(static_cast<S&&>(of))};
}

} // namespace dataflow
