// Selects: anything of one table or of several, with joins, groups and aggregates.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/select/select_node.hpp>

#include <type_traits>
#include <vector>

namespace dataflow::node_ {

namespace detail {

template <class... T>
constexpr auto find_selectable_verdict() {
    return rule::first_broken<
        std::conditional_t<query::selectable<T>, rule::ok, rule::a_select_takes_expressions_only<T>>...>{};
}
template <class Rows, class... T>
constexpr auto find_items_verdict() {
    using kinds = decltype(find_selectable_verdict<T...>());
    if constexpr (!rule::is_ok<kinds>) return kinds{};
    else return Rows::template verdict<T...>();
}

template <class Rows, class... T>
constexpr auto items_verdict_of() {
    if constexpr ((query::refused_expression<T> || ...)) return std::type_identity<rule::told_before>{};
    else return std::type_identity<decltype(find_items_verdict<Rows, T...>())>{};
}

} // namespace detail

/// The verdict on what a select is given, and what it shall become.
template <class Rows, class... T>
using items_verdict = rule::diagnostic<typename decltype(detail::items_verdict_of<Rows, T...>())::type>;

namespace detail {

/// The clauses of a select that a list becomes.
template <class List>
[[nodiscard]] constexpr auto clauses_of_list(const List& list) {
    const select_clauses plain{list.clauses.limit, list.clauses.offset};
    if constexpr (requires { list.clauses.order; })
        return query::clauses_with_order<select_clauses, typename List::values_of_order>{plain,
                                                                                         list.clauses.order};
    else return plain;
}

/// A join of a list: its filter, its order and its limit go on.
template <class M, class P, class... O>
[[nodiscard]] constexpr auto rows_of_list(list_node<M, P, O...>&& list) {
    using node = select_node<record_rows, query::types<first_table<M>>, query::operands<>, 0, P, every,
                             query::types<O...>>;
    return node{{}, {}, static_cast<P&&>(list.predicate), {}, detail::clauses_of_list(list)};
}

} // namespace detail

} // namespace dataflow::node_

namespace dataflow {

/// Values of records, as structs of type S: each value fills the field of its name.
/// `df::select<Line>(field<&Order::status>, (field<&Order::total> * 2).as<"doubled">()).where(...)`
template <class S, class... T>
[[nodiscard]] constexpr auto select(const T&... items) {
    using verdict = node_::items_verdict<node_::struct_rows<S>, T...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return typename node_::struct_rows<S>::refused_node{};
    else
        return node_::select_node<
            node_::struct_rows<S>,
            typename node_::detail::only_table<typename query::operands<T...>::model>::type,
            query::operands<T...>>{{}, query::make_operands(items...)};
}
/// Several values of each record, as rows with names: `row["status"_n]`.
template <class First, class Second, class... T>
    requires(query::selectable<First> || query::detail::predicate_operand<First>)
[[nodiscard]] constexpr auto select(const First& first, const Second& second, const T&... items) {
    using verdict = node_::items_verdict<node_::named_rows, First, Second, T...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::named_rows::refused_node{};
    else
        return node_::select_node<
            node_::named_rows,
            typename node_::detail::only_table<typename query::operands<First, Second, T...>::model>::type,
            query::operands<First, Second, T...>>{{}, query::make_operands(first, second, items...)};
}
template <query::detail::predicate_operand T>
[[nodiscard]] constexpr auto select(const T&) {
    using verdict = std::conditional_t<
        query::refused_expression<T>, rule::told_before,
        rule::a_predicate_is_selected_without_case_when<typename query::detail::part_type<T>::model>>;
    static_assert(verdict{});
    return node_::refused_as<std::vector<bool>>{};
}
/// One value of each record.
template <query::selectable T>
[[nodiscard]] constexpr auto select(const T& item) {
    return node_::select_node<node_::value_rows,
                              typename node_::detail::only_table<typename query::operands<T>::model>::type,
                              query::operands<T>>{{}, query::make_operands(item)};
}

/// The records of a model under an alias, for a subquery over the same model, or for a join:
/// `df::exists(df::list<Employee>(df::as<"other">).where(df::of<"other">(field<&Employee::manager_id>) ==
/// field<&Employee::id>))`
template <class M, fixed_string Alias>
[[nodiscard]] constexpr auto list(query::as_name<Alias>) {
    using checked = schema::model_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!schema::is_model<M>) return node_::refused_as<std::vector<node_::refused_record<M>>>{};
    else
        return node_::select_node<node_::record_rows, query::types<node_::first_table<M, Alias>>,
                                  query::operands<>>{};
}

} // namespace dataflow
