// Assignments: `field<&Order::total> *= 0.9`.
#pragma once

#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::query {

namespace detail {
/// A wider number that is assigned to a `float`, rounded to it: SQLite's columns keep all digits.
template <class E>
constexpr void write_single(sql::writer& w, sql::place at) {
    const auto& around = w.dialect().single;
    w << around.before;
    write_operand<E>(w, at);
    w << around.after;
}

/// Whether a result of arithmetic is rounded to whole numbers, for it is assigned to a column of them.
template <class To, class E>
inline constexpr bool rounds_to_whole =
    category_of<To> == category::integer && !schema::is_id<To> &&
    requires { typename E::dataflow_arithmetic; } &&
    (category_of<typename E::type> == category::real || category_of<typename E::type> == category::decimal);

/// Such a result, rounded half away from zero, as it is written in the fewest digits; out of range it is an
/// error of the cast.
template <class E>
constexpr void write_whole(sql::writer& w, sql::place at) {
    if constexpr (is_decimal<typename E::type>) E::write_rounded(w, at, dataflow::detail::decimal_digits, 0);
    else {
        const auto& around = w.dialect().rounded_whole;
        w << around.before;
        E::write(w, at);
        w << around.after;
    }
}
} // namespace detail

/// A column and the expression that becomes its value.
template <class Column, class E>
struct assignment {
    using dataflow_assignment = void;
    using column = Column;
    using model = joint_model<Column, E>;
    using inputs = typename E::inputs;
    static constexpr std::size_t parameters = E::parameters;
    static constexpr std::size_t lists = E::lists;

    /// Writes what follows the `=`. A column of whole numbers checks what it gets by itself.
    static constexpr void (*write_value)(sql::writer&, sql::place) = [] {
        if constexpr (category_of<typename Column::type> == category::decimal)
            return &detail::write_assigned_decimal<Column, E>;
        else if constexpr (std::is_same_v<typename Column::type, float> &&
                           !std::is_same_v<typename E::type, float>)
            return &detail::write_single<E>;
        else if constexpr (category_of<typename Column::type> == category::real) return &write_operand<E>;
        else if constexpr (detail::rounds_to_whole<typename Column::type, E>) return &detail::write_whole<E>;
        else return &E::write;
    }();

    E expression;

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
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = true;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr void write(sql::writer& w, sql::place) { w << "NULL"; }
    constexpr void bind(binder&) const {}
};

namespace detail {
/// An expression's value may go into a column of another numeric type only without loss.
template <class To, class From>
inline constexpr bool assignable =
    std::is_same_v<To, From> ||
    (!schema::is_id<To> && !schema::is_id<From> && category_of<To> < category::enumeration &&
     (category_of<To> == category_of<From> ||
      (category_of<To> == category::decimal && category_of<From> == category::integer) ||
      (category_of<To> == category::real && category_of<From> == category::integer)));

/// Of the same kind, but with digits or parts that the column does not have; results of arithmetic are
/// rounded.
template <class To, class E>
inline constexpr bool loses =
    !keeps_all<To, typename E::type> &&
    !(is_decimal<typename E::type> && requires(sql::writer& w) { E::write_rounded(w, sql::place{}, 0, 0); });
} // namespace detail

namespace detail {
template <class Column, class R>
constexpr auto find_assign_verdict() {
    using model = typename Column::model;
    using T = typename Column::type;
    constexpr bool required = !Column::nullable;
    using no_null = rule::a_field_that_cannot_be_null_is_assigned_null<model, field_text<Column>>;
    if constexpr (std::is_same_v<R, std::nullopt_t>) return std::conditional_t<required, no_null, rule::ok>{};
    else if constexpr (parameter<R>) return rule::ok{};
    else if constexpr (scalar<R>) {
        if constexpr (inexact<T, typename R::type>)
            return rule::a_decimal_meets_an_inexact_number<model, field_text<Column>, T, typename R::type>{};
        else if constexpr (!rounds_to_whole<T, R> && (!assignable<T, typename R::type> || loses<T, R>))
            return rule::a_field_is_assigned_another_type<model, field_text<Column>, T, typename R::type>{};
        else return std::conditional_t<required && R::nullable, no_null, rule::ok>{};
    } else if constexpr (inexact<T, bare<R>>)
        return rule::a_decimal_meets_an_inexact_number<model, field_text<Column>, T, R>{};
    else if constexpr (literal_for<T, R> && keeps_all<T, bare<R>>)
        return std::conditional_t<required && schema::is_optional<held_type<T, R>>, no_null, rule::ok>{};
    else return rule::a_field_is_assigned_another_type<model, field_text<Column>, T, R>{};
}

/// `column += right` and `column -= right` of times and days, where functions_moved.hpp is included.
template <arithmetic_op Op>
using is_minus = std::bool_constant<Op == arithmetic_op::subtract>;
template <class Column, class R, arithmetic_op Op>
concept moved_by = (Op == arithmetic_op::add || Op == arithmetic_op::subtract) &&
                   (category_of<typename Column::type> == category::timestamp ||
                    category_of<typename Column::type> == category::date) &&
                   requires(const Column& column, R right) { moved(is_minus<Op>{}, column, right); };

template <class Column, class R, arithmetic_op Op>
constexpr auto find_compound_verdict() {
    if constexpr (moved_by<Column, R, Op>)
        return find_assign_verdict<Column, decltype(moved(is_minus<Op>{}, std::declval<const Column&>(),
                                                          std::declval<R>()))>();
    else if constexpr (!rule::is_ok<arithmetic_verdict<Column, R, Op>>)
        return arithmetic_verdict<Column, R, Op>{};
    else
        return find_assign_verdict<Column, decltype(make_arithmetic<Op>(std::declval<const Column&>(),
                                                                        std::declval<R>()))>();
}
} // namespace detail

/// What `{}` is to an assignment: it has no type of its own, and would copy an expression over another one.
enum class empty_braces {};

/// The verdicts on `column = right` and on `column op= right`.
template <class Column, class R>
using assign_verdict =
    rule::diagnostic<decltype(detail::find_assign_verdict<Column, std::remove_cvref_t<R>>())>;
template <class Column, class R, arithmetic_op Op = arithmetic_op::add>
using compound_verdict =
    rule::diagnostic<decltype(detail::find_compound_verdict<Column, std::remove_cvref_t<R>, Op>())>;

/// The one place where an assignment is made.
template <class Column, class R>
[[nodiscard, gnu::always_inline]] constexpr auto make_assignment(R&& right) {
    using r = std::remove_cvref_t<R>;
    if constexpr (std::is_same_v<r, std::nullopt_t> || !rule::is_ok<assign_verdict<Column, r>>)
        return assignment<Column, null_literal<typename Column::type>>{};
    else if constexpr (parameter<r>)
        return assignment<Column, decltype(make_placeholder<Column>(right))>{make_placeholder<Column>(right)};
    else if constexpr (scalar<r>) return assignment<Column, r>{static_cast<R&&>(right)};
    else {
        if constexpr (category_of<typename Column::type> == category::real)
            detail::check_real<typename Column::type>(right, detail::field_of<Column>());
        return assignment<Column, literal_of<Column, R>>{
            make_literal<literal_of<Column, R>>(static_cast<R&&>(right), detail::field_of<Column>())};
    }
}

/// What `+=` and its like change.
template <class T>
concept compound_target = requires { requires T::compound_target; };

/// `column op= right`.
template <arithmetic_op Op, class Column, class R>
[[nodiscard]] constexpr auto make_compound(const Column& column, R&& right) {
    if constexpr (!rule::is_ok<compound_verdict<Column, R, Op>>)
        return assignment<Column, null_literal<typename Column::type>>{};
    else if constexpr (detail::moved_by<Column, std::remove_cvref_t<R>, Op>)
        return make_assignment<Column>(moved(detail::is_minus<Op>{}, column, right));
    else return make_assignment<Column>(make_arithmetic<Op>(column, static_cast<R&&>(right)));
}

// Of columns, and of places in JSON.
template <compound_target To, class R>
[[nodiscard]] constexpr auto operator+=(const To& to, R&& right) {
    using checked = compound_verdict<To, R>;
    static_assert(rule::told<checked>::verdict);
    return make_compound<arithmetic_op::add>(to, static_cast<R&&>(right));
}
template <compound_target To, class R>
[[nodiscard]] constexpr auto operator-=(const To& to, R&& right) {
    using checked = compound_verdict<To, R, arithmetic_op::subtract>;
    static_assert(rule::told<checked>::verdict);
    return make_compound<arithmetic_op::subtract>(to, static_cast<R&&>(right));
}
template <compound_target To, class R>
[[nodiscard]] constexpr auto operator*=(const To& to, R&& right) {
    using checked = compound_verdict<To, R, arithmetic_op::multiply>;
    static_assert(rule::told<checked>::verdict);
    return make_compound<arithmetic_op::multiply>(to, static_cast<R&&>(right));
}
template <compound_target To, class R>
[[nodiscard]] constexpr auto operator/=(const To& to, R&& right) {
    using checked = compound_verdict<To, R, arithmetic_op::divide>;
    static_assert(rule::told<checked>::verdict);
    return make_compound<arithmetic_op::divide>(to, static_cast<R&&>(right));
}
template <compound_target To, class R>
[[nodiscard]] constexpr auto operator%=(const To& to, R&& right) {
    using checked = compound_verdict<To, R, arithmetic_op::modulo>;
    static_assert(rule::told<checked>::verdict);
    return make_compound<arithmetic_op::modulo>(to, static_cast<R&&>(right));
}

} // namespace dataflow::query
