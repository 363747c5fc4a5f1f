// Several assignments together: checked against each other, written as a SET list, or put into a struct.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/model.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

/// The position of a column expression in its model's table, or -1.
template <class M, class Column>
inline constexpr int column_index = schema::table_of<M>.find(Column::name);

/// What one assignment writes. Only one that sets a place inside a column's value can come with others of
/// the column.
struct assigned_column {
    std::string_view name;
    void (*write_value)(sql::writer&, sql::place);
    void (*write_over)(sql::writer&, sql::place,
                       sql::operand base) = nullptr; ///< the same in another value than the column's
    sql::place at{};                                 ///< among the values of all assignments
};

/// The next assignment from `from` on of the same column; the count of all where there is none.
constexpr std::size_t next_of_column(constant_list<assigned_column> columns, std::string_view name,
                                     std::size_t from) {
    while (from < columns.size() && columns[from].name != name) ++from;
    return from;
}

/// Writes what becomes the value of a column that several assignments set, from the i-th on: each in what the
/// next one makes.
constexpr void write_places(sql::writer& w, constant_list<assigned_column> columns, sql::place first,
                            std::size_t i) {
    const auto next = next_of_column(columns, columns[i].name, i + 1);
    const auto at = first.after(columns[i].at.value);
    if (next == columns.size()) return columns[i].write_value(w, at);
    w << "(SELECT ";
    columns[i].write_over(w, at,
                          {[](sql::writer& to, const void*, sql::place) { to << "s.dataflow_value"; }});
    w << " FROM (SELECT ";
    write_places(w, columns, first, next);
    w << " AS dataflow_value) AS s)";
}

/// Writes the list of a SET: each column once.
constexpr void write_set(sql::writer& w, constant_list<assigned_column> columns, sql::place first) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (next_of_column(columns, columns[i].name, 0) < i) continue;
        if (i != 0) w << ", ";
        w.identifier(columns[i].name) << " = ";
        write_places(w, columns, first, i);
    }
}

template <class A>
constexpr assigned_column make_assigned(sql::place at) {
    using expression = decltype(A::expression);
    if constexpr (requires { expression::json_place; })
        return {A::column::name, A::write_value, &expression::write_over, at};
    else return {A::column::name, A::write_value, nullptr, at};
}
template <class... A>
constexpr std::array<assigned_column, sizeof...(A)> make_all_assigned() {
    sql::place at{};
    [[maybe_unused]] const auto next = [&](std::size_t values) {
        return std::exchange(at, at.after(values));
    };
    return {make_assigned<A>(next(A::parameters))...};
}

/// Puts a held value into a field of a struct. Throws `invalid_value` where a number does not fit.
template <class Field, class Held>
void put(Field& field, const Held& held, std::string_view model, std::string_view name);

/// Several assignments, each to another column or place: so their types differ, and they can be bases.
template <class M, class... A>
struct assignments : A... {
    using model = M;
    using inputs = decltype((query::types<>{} + ... + typename A::inputs{}));
    static constexpr std::size_t count = sizeof...(A);
    static constexpr std::size_t parameters = (std::size_t{0} + ... + A::parameters);
    static constexpr std::size_t lists = (std::size_t{0} + ... + A::lists);
    /// The columns, by position.
    static constexpr std::array<std::uint16_t, sizeof...(A)> columns{
        static_cast<std::uint16_t>(column_index<M, typename A::column>)...};

    static constexpr std::array<assigned_column, sizeof...(A)> written = make_all_assigned<A...>();

    /// Whether each sets a column to a value that no column gives: done twice, they do the same as once.
    static constexpr bool plain =
        ((
             requires(const A& a) { a.expression.held; } ||
             requires(const A& a) { a.expression.current(); } ||
             std::is_same_v<decltype(A::expression), query::null_literal<typename A::column::type>>) &&
         ...);

    static constexpr void write(sql::writer& w, sql::place at) { write_set(w, written, at); }
    constexpr void bind(query::binder& b) const { (static_cast<const A*>(this)->expression.bind(b), ...); }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        (query::supply<Name>(static_cast<A*>(this)->expression, v), ...);
    }
    /// Whether a column is assigned.
    [[nodiscard]] static constexpr bool assigns([[maybe_unused]] std::string_view column) noexcept {
        return ((A::column::name == column) || ...);
    }
    /// Puts the values into a struct; for assignments of plain values.
    void apply(M& object) const { (put_one(object, *static_cast<const A*>(this)), ...); }

  private:
    template <class Assignment>
    static void put_one(M& object, const Assignment& a) {
        using column = typename Assignment::column;
        if constexpr (requires { a.expression.held; })
            put(column::of(object), a.expression.held, schema::table_of<M>.model, column::name);
        else if constexpr (requires { a.expression.current(); })
            put(column::of(object), a.expression.current(), schema::table_of<M>.model, column::name);
        else if constexpr (std::is_same_v<decltype(Assignment::expression),
                                          query::null_literal<typename column::type>> &&
                           column::nullable)
            column::of(object).reset();
    }
};

namespace detail {

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

/// A column may be set in a record of M; of a key, only where it is created.
template <class M, class Column, bool KeyToo>
constexpr auto find_column_verdict() {
    using model = typename Column::model;
    if constexpr (!std::is_void_v<model> && !std::is_same_v<model, M>)
        return rule::a_field_of_another_model_is_used<M, model>{};
    else if constexpr (Column::managed)
        return rule::a_managed_column_is_assigned<M, query::detail::field_text<Column>>{};
    else if constexpr (!KeyToo &&
                       schema::table_of<M>.columns[static_cast<std::size_t>(column_index<M, Column>)].key)
        return rule::a_key_column_is_assigned<M, query::detail::field_text<Column>>{};
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

} // namespace detail

namespace detail {
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
} // namespace detail

/// The verdicts on the assignments of a create and of an update, and on columns that rows set.
template <class M, class... A>
using create_assignments_verdict = rule::diagnostic<decltype(detail::find_create_assignments<M, A...>())>;
template <class M, class... A>
using update_assignments_verdict = rule::diagnostic<decltype(detail::find_update_assignments<M, A...>())>;
template <class M, class... Columns>
using set_columns_verdict = detail::columns_verdict<M, false, Columns...>;

[[noreturn, gnu::cold]] inline void refuse_value(std::string_view model, std::string_view name,
                                                 std::string_view why) {
    error_info info;
    info.node = "create";
    info.model = std::string{model};
    info.field = std::string{name};
    info.message = std::string{why};
    throw invalid_value(std::move(info));
}

/// Puts a held value into a field of a struct. Throws `invalid_value` where a number does not fit.
template <class Field, class Held>
void put(Field& field, const Held& held, std::string_view model, std::string_view name) {
    if constexpr (schema::is_mapped<Field>) {
        if constexpr (!schema::is_optional<Held>)
            with_mapping([&] { field = mapped<Field>::from(held); },
                         [&](std::string_view why) { refuse_value(model, name, why); });
    } else if constexpr (schema::is_optional<Held>) {
        if (held.has_value()) put(field, *held, model, name);
        else field.reset();
    } else if constexpr (schema::is_optional<Field>) put(field.emplace(), held, model, name);
    else if constexpr (std::is_same_v<Held, std::int64_t> && std::is_integral_v<Field>) {
        if (!fits(schema::info_of<Field>.memory, held))
            refuse_value(model, name, "a number out of the field's range");
        field = static_cast<Field>(held);
    } else if constexpr (schema::is_decimal<Field> || schema::is_duration<Field>) {
        const auto v = query::detail::bound<Field>(held, name);
        if (!store_integer(schema::info_of<Field>, &field, v.integer))
            refuse_value(model, name, "a number out of the field's range");
    } else field = static_cast<Field>(held);
}

} // namespace dataflow::node_
