// Columns that are arrays: what an update appends and removes.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/detail/array.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// An array column with one more element at its end, or (`Remove`) without all that equal it.
template <class Column, bool Remove>
struct array_change : operands<Column, literal<typename Column::type, typename Column::type>> {
    using dataflow_scalar = void;
    using type = typename Column::type;
    static constexpr bool nullable = Column::nullable;

    static constexpr void write(sql::writer& w, sql::place at) {
        sql::array_changed(w, sql::operand_of<Column>(at), array_change::second(at), Remove,
                           detail::element_scale<Column>);
    }
};

namespace detail {
/// A value as an element of type T. Throws `invalid_value` where it does not fit.
template <class T, class V>
T element_from(V&& v, std::string_view field) {
    if constexpr (schema::is_mapped<T>) return std::forward<V>(v);
    else if constexpr (category_of<T> == category::integer) {
        const auto n = checked_integer(v, field);
        if (!fits(schema::info_of<T>.memory, n)) refuse_literal(field, "a number out of the field's range");
        return static_cast<T>(n);
    } else if constexpr (is_duration<T>) {
        T out{};
        if (!store_integer(schema::info_of<T>, &out, checked_duration(v, field).count()))
            refuse_literal(field, "a duration out of the field's range");
        return out;
    } else if constexpr (schema::is_decimal<T>) {
        if (!dataflow::detail::is_one_of<T>(convert<held_type<T, V>>(v, field)))
            refuse_literal(field, "a number out of the field's range");
        return static_cast<T>(convert<element_type<T, V>>(std::forward<V>(v), field));
    } else return static_cast<T>(convert<element_type<T, V>>(std::forward<V>(v), field));
}

template <class Column, class V>
constexpr auto find_change_verdict() {
    using T = typename element_expression<Column>::type;
    using model = typename Column::model;
    if constexpr (inexact<T, V>)
        return rule::a_decimal_meets_an_inexact_number<model, field_text<Column>, T, V>{};
    else if constexpr (literal_for<T, V> && !schema::is_optional<V> && keeps_all<T, V>) return rule::ok{};
    else return rule::a_field_is_assigned_another_type<model, field_text<Column>, T, V>{};
}
} // namespace detail

/// What is written as member functions of a column that is an array.
template <class Self>
struct array_operations : null_operations<Self>, element_operations<Self> {
    /// In an update: with one more element at the end. A NULL array becomes one of this element.
    template <class V, class S = Self>
        requires(schema::sequence_parts<typename S::type>::fixed == SIZE_MAX)
    [[nodiscard]] constexpr auto append(V&& value) const {
        return change<S, false>(std::forward<V>(value));
    }
    /// In an update: without the elements that equal a value.
    template <class V, class S = Self>
        requires(schema::sequence_parts<typename S::type>::fixed == SIZE_MAX)
    [[nodiscard]] constexpr auto remove(V&& value) const {
        return change<S, true>(std::forward<V>(value));
    }

  private:
    template <class S, bool Remove, class V>
    static constexpr auto change(V&& value) {
        using T = typename detail::element_expression<S>::type;
        using verdict = rule::diagnostic<decltype(detail::find_change_verdict<S, std::decay_t<V>>())>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return assignment<S, null_literal<typename S::type>>{};
        else {
            typename S::type elements;
            elements.push_back(detail::element_from<T>(std::forward<V>(value), detail::field_of<S>()));
            return assignment<S, array_change<S, Remove>>{
                {{S{}, {{std::move(elements), detail::field_of<S>()}}}}};
        }
    }
};

/// The member functions of a column of type T.
template <class Self, class T>
struct column_operations : operations<Self> {};
template <class Self, class T>
    requires(category_of<T> == category::array)
struct column_operations<Self, T> : array_operations<Self> {};

} // namespace dataflow::query
