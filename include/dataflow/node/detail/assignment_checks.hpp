// Which assignments can come together, and with which record.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/detail/assigned_columns.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/schema/model.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::node_::detail {

template <class... Columns>
constexpr std::string_view assigned_twice() {
    const std::array<std::string_view, sizeof...(Columns) + 1> names{Columns::name..., std::string_view{}};
    for (std::size_t i = 0; i < sizeof...(Columns); ++i)
        for (std::size_t j = i + 1; j < sizeof...(Columns); ++j)
            if (names[i] == names[j]) return names[i];
    return {};
}

/// The first of some places that is inside another one, or the same; empty where there is none.
template <std::size_t N>
constexpr std::string_view overlapping(const std::array<std::string_view, N>& places) {
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j) {
            const auto a = places[i], b = places[j];
            if (i != j && b.starts_with(a) &&
                (b.size() == a.size() || b[a.size()] == '.' || b[a.size()] == '['))
                return i < j ? b : a;
        }
    return {};
}
template <class A>
constexpr std::string_view assigned_place() {
    using expression = decltype(A::expression);
    if constexpr (requires { expression::json_place; }) return expression::json_place;
    else return A::column::name;
}

/// Whether a column never changes once its record is there.
constexpr bool is_immutable(const schema::table& t, int column) noexcept {
    bool found = false;
    for (const auto c : t.policy.immutable) found = found || c == column;
    return found;
}

/// A column may be set in a record of M; of a key, only where it is created.
template <class M, class Column, bool KeyToo>
constexpr auto find_column_verdict() {
    using model = typename Column::model;
    if constexpr (!std::is_void_v<model> && !std::is_same_v<model, M>)
        return rule::a_field_of_another_model_is_used<M, model>{};
    else if constexpr (Column::managed)
        return rule::a_managed_column_is_assigned<M, query::detail::field_text<Column>>{};
    else if constexpr (
        schema::table_of<M>.columns[static_cast<std::size_t>(column_index<M, Column>)].computed())
        return rule::a_generated_column_is_assigned<M, query::detail::field_text<Column>>{};
    else if constexpr (!KeyToo &&
                       schema::table_of<M>.columns[static_cast<std::size_t>(column_index<M, Column>)].key)
        return rule::a_key_column_is_assigned<M, query::detail::field_text<Column>>{};
    else if constexpr (!KeyToo && is_immutable(schema::table_of<M>, column_index<M, Column>))
        return rule::an_immutable_field_is_assigned<M, query::detail::field_text<Column>>{};
    else return rule::ok{};
}

template <class M, class... Columns>
constexpr auto find_twice_verdict() {
    constexpr auto twice = assigned_twice<Columns...>();
    if constexpr (twice.empty()) return rule::ok{};
    else return rule::a_field_is_assigned_twice<M, fixed_string<twice.size() + 1>{twice}>{};
}

/// An assignment's expression is about M, or about no model.
template <class M, class A>
using expression_verdict = rule::first_broken<
    std::conditional_t<
        std::is_void_v<query::outsider<query::types<M>, typename A::model>>, rule::ok,
        rule::a_field_of_another_model_is_used<M, query::outsider<query::types<M>, typename A::model>>>,
    std::conditional_t<query::windows<std::remove_cvref_t<decltype(A::expression)>>,
                       rule::a_window_is_assigned<M, query::detail::field_text<typename A::column>>,
                       rule::ok>,
    std::conditional_t<query::aggregates<std::remove_cvref_t<decltype(A::expression)>>,
                       rule::an_aggregate_is_assigned<M, query::detail::field_text<typename A::column>>,
                       rule::ok>,
    std::conditional_t<query::ambiguous<M, std::remove_cvref_t<decltype(A::expression)>>,
                       rule::a_subquery_over_the_same_model_needs_an_alias<M>, rule::ok>>;

/// A create has no row yet whose columns an expression could take.
template <class M, class A>
constexpr auto find_value_verdict() {
    using expression = decltype(A::expression);
    if constexpr (
        requires(const expression& e) { e.held; } || requires { expression::current(); } ||
        std::is_same_v<expression, query::null_literal<typename A::column::type>>)
        return rule::ok{};
    else
        return rule::a_create_assigns_an_expression_over_columns<
            M, query::detail::field_text<typename A::column>>{};
}

template <class M, class... A>
constexpr auto find_places_verdict() {
    constexpr auto twice = overlapping(std::array<std::string_view, sizeof...(A)>{assigned_place<A>()...});
    if constexpr (twice.empty()) return rule::ok{};
    else return rule::a_field_is_assigned_twice<M, fixed_string<twice.size() + 1>{twice}>{};
}

/// What is no assignment: `==` for `=`, mostly.
template <class M, class... A>
using stranger_verdict = rule::first_broken<
    std::conditional_t<query::is_assignment<A>, rule::ok, rule::an_argument_is_not_an_assignment<M, A>>...>;

template <class M, bool KeyToo, class... Columns>
using columns_verdict = rule::first_broken<decltype(find_column_verdict<M, Columns, KeyToo>())...,
                                           decltype(find_twice_verdict<M, Columns...>())>;

template <class M, class... A>
constexpr auto find_create_assignments() {
    if constexpr (!(query::is_assignment<A> && ...)) return stranger_verdict<M, A...>{};
    else
        return rule::first_broken<columns_verdict<M, true, typename A::column...>,
                                  decltype(find_value_verdict<M, A>())...>{};
}
template <class M, class... A>
constexpr auto find_update_assignments() {
    if constexpr (sizeof...(A) == 0) return rule::an_update_assigns_nothing<M>{};
    else if constexpr (!(query::is_assignment<A> && ...)) return stranger_verdict<M, A...>{};
    else
        return rule::first_broken<decltype(find_column_verdict<M, typename A::column, false>())...,
                                  decltype(find_places_verdict<M, A...>()), expression_verdict<M, A>...>{};
}

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

/// The verdicts on the assignments of a create and of an update, and on columns that rows set.
template <class M, class... A>
using create_assignments_verdict = rule::diagnostic<decltype(detail::find_create_assignments<M, A...>())>;
template <class M, class... A>
using update_assignments_verdict = rule::diagnostic<decltype(detail::find_update_assignments<M, A...>())>;
template <class M, class... Columns>
using set_columns_verdict = detail::columns_verdict<M, false, Columns...>;

} // namespace dataflow::node_
