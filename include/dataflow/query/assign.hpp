// Assignments: `field<&Order::total> *= 0.9`.
#pragma once

#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/literal.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// A column and the expression that becomes its value.
template <class Column, class E>
struct assignment {
    using dataflow_assignment = void;
    using column = Column;
    using model = joint_model<Column, E>;
    using inputs = typename E::inputs;
    static constexpr std::size_t parameters = E::parameters;
    static constexpr std::size_t lists = E::lists;

    E expression;

    static constexpr void write(sql::writer& w) {
        w.identifier(Column::name) << " = ";
        E::write(w);
    }
    constexpr void bind(binder& b) const { expression.bind(b); }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        query::supply<Name>(expression, v);
    }
};

template <class A>
concept is_assignment = requires { typename std::remove_cvref_t<A>::dataflow_assignment; };

/// NULL as an expression of a column's type.
template <class T>
struct null_literal {
    using dataflow_scalar = void;
    using type = T;
    using model = void;
    using inputs = types<>;
    static constexpr bool nullable = true;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr void write(sql::writer& w) { w << "NULL"; }
    constexpr void bind(binder&) const {}
};

namespace detail {
/// An expression's value may go into a column of another numeric type only without loss.
template <class To, class From>
inline constexpr bool assignable =
    std::is_same_v<To, From> ||
    (!schema::is_id<To> && !schema::is_id<From> && category_of<To> != category::enumeration &&
     (category_of<To> == category_of<From> ||
      (category_of<To> == category::real && category_of<From> == category::integer)));
} // namespace detail

/// The one place where an assignment is made and checked.
template <class Column, class R>
[[nodiscard]] constexpr auto make_assignment(R&& right) {
    using r = std::remove_cvref_t<R>;
    using T = typename Column::type;
    if constexpr (std::is_same_v<r, std::nullopt_t>) {
        if constexpr (!Column::nullable)
            (void)sizeof(rule::a_field_that_cannot_be_null_is_assigned_null<typename Column::model, detail::field_text<Column>>);
        return assignment<Column, null_literal<T>>{};
    } else if constexpr (parameter<r>) {
        auto p = make_placeholder<Column>(right);
        return assignment<Column, decltype(p)>{std::move(p)};
    } else if constexpr (scalar<r>) {
        if constexpr (!detail::assignable<T, typename r::type>)
            (void)sizeof(rule::a_field_is_assigned_another_type<typename Column::model, detail::field_text<Column>, T, typename r::type>);
        else if constexpr (r::nullable && !Column::nullable)
            (void)sizeof(rule::a_field_that_cannot_be_null_is_assigned_null<typename Column::model, detail::field_text<Column>>);
        return assignment<Column, r>{std::forward<R>(right)};
    } else if constexpr (literal_for<T, r>) {
        auto value = make_literal<Column>(std::forward<R>(right));
        if constexpr (decltype(value)::nullable && !Column::nullable)
            (void)sizeof(rule::a_field_that_cannot_be_null_is_assigned_null<typename Column::model, detail::field_text<Column>>);
        return assignment<Column, decltype(value)>{std::move(value)};
    } else {
        (void)sizeof(rule::a_field_is_assigned_another_type<typename Column::model, detail::field_text<Column>, T, r>);
        return assignment<Column, null_literal<T>>{};
    }
}

/// `column op= right`.
template <arithmetic_op Op, class Column, class R>
[[nodiscard]] constexpr auto make_compound(const Column& column, R&& right) {
    auto value = make_arithmetic<Op>(column, std::forward<R>(right));
    return make_assignment<Column>(std::move(value));
}

} // namespace dataflow::query
