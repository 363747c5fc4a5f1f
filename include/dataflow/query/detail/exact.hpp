// Decimals and durations in expressions: what types results have, and how scaled whole numbers are written.
//
// SQLite holds a decimal as a whole number of its last digits, PostgreSQL as a NUMERIC; so on SQLite the text
// of an expression says how many digits its operands have after the point, and functions of the driver do the
// rest.
#pragma once

#include <dataflow/core/decimal.hpp>
#include <dataflow/query/detail/arithmetic_op.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <cstdint>
#include <type_traits>

namespace dataflow::query::detail {

using schema::is_decimal;
using schema::is_duration;

/// Digits after the point of a type's values.
template <class T>
inline constexpr int scale_of = 0;
template <int P, int S>
inline constexpr int scale_of<decimal<P, S>> = S;

/// A decimal next to a binary number, which is none exactly.
template <class A, class B>
inline constexpr bool inexact =
    (is_decimal<A> && std::is_floating_point_v<B>) || (std::is_floating_point_v<A> && is_decimal<B>);

/// Whether a literal of type V can be assigned to a T that it can be compared with: no digits are lost.
template <class T, class V>
inline constexpr bool keeps_all = true;
template <class T, class V>
    requires is_decimal<V>
inline constexpr bool keeps_all<T, V> = is_decimal<T> && scale_of<V> <= scale_of<T>;
template <class T, class V>
    requires is_duration<V>
inline constexpr bool keeps_all<T, V> = std::is_convertible_v<V, T>;

/// The type of a literal that is held as Held next to an expression of type T: T, or what can hold more
/// digits.
template <class T, class Held>
using compared_type =
    std::conditional_t<is_decimal<Held> && !schema::is_mapped<T> && !keeps_all<T, Held>, Held, T>;

/// The type of a literal that is an operand: its digits count in the result.
template <class T, class Held, class V>
using operand_type =
    std::conditional_t<is_decimal<T> && std::is_same_v<Held, std::int64_t>, decimal<18, 0>,
                       std::conditional_t<is_decimal<Held>, Held, std::conditional_t<is_duration<V>, V, T>>>;

template <class T>
constexpr dataflow::detail::decimal_shape shape_of_operand() {
    if constexpr (is_decimal<T>) return {T::digits, T::scale};
    else return {};
}

/// The type of a result in which decimals or durations take part.
template <arithmetic_op Op, class L, class R>
constexpr auto exact_result() {
    if constexpr (is_decimal<L> || is_decimal<R>) {
        constexpr auto shape =
            dataflow::detail::shape_of_result(exact(Op), shape_of_operand<L>(), shape_of_operand<R>());
        return std::type_identity<decimal<shape.digits, shape.scale>>{};
    } else if constexpr (is_duration<L> && is_duration<R>)
        return std::type_identity<std::common_type_t<L, R>>{};
    else
        return std::type_identity<
            std::chrono::duration<std::int64_t, typename std::conditional_t<is_duration<L>, L, R>::period>>{};
}

/// An operand of a comparison in which the most digits after the point are Most: brought to as many where the
/// other side has another number of them.
template <class E, int Most, bool Mixed>
constexpr void write_compared(sql::writer& w, sql::place at) {
    if constexpr (Mixed) {
        const bool scaled = w.dialect().decimals_scaled;
        if (scaled) w << "dataflow_wide(";
        write_operand<E>(w, at);
        if (!scaled) return;
        w << ", ";
        w.number(Most - scale_of<typename E::type>) << ")";
    } else write_operand<E>(w, at);
}

constexpr int most(int a, int b, int c = 0) noexcept { return a > b ? (a > c ? a : c) : (b > c ? b : c); }

/// `L op R` in the digits given, as one rounding from the exact result.
template <class L, class R>
constexpr void write_decimal(sql::writer& w, sql::place left, sql::place right, arithmetic_op op, int digits,
                             int scale) {
    const auto sign = text_of(op).sign;
    if (!w.dialect().decimals_scaled) {
        // A quotient has as many digits after the point as its dividend, and more than can make a difference.
        const bool quotient = op == arithmetic_op::divide;
        w << (quotient ? "CAST(CAST(" : "CAST(");
        L::write(w, left);
        if (quotient) w << " AS " << w.dialect().fine_decimal << ")";
        w << sign;
        R::write(w, right);
        (w << " AS ").cast_type(storage::decimal) << "(";
        w.number(digits) << ", ";
        w.number(scale) << "))";
        return;
    }
    w << "dataflow_decimal(";
    L::write(w, left);
    w << ", ";
    w.number(scale_of<typename L::type>) << ", ";
    w.literal(sign.substr(1, 1)) << ", ";
    R::write(w, right);
    w << ", ";
    w.number(scale_of<typename R::type>) << ", ";
    w.number(digits) << ", ";
    w.number(scale) << ")";
}

/// What is assigned to a decimal column: a result is rounded once, to the column's digits.
template <class Column, class E>
constexpr void write_assigned_decimal(sql::writer& w, sql::place at) {
    using T = typename Column::type;
    constexpr int more = T::scale - scale_of<typename E::type>;
    if constexpr (requires { E::write_rounded(w, at, 0, 0); } && is_decimal<typename E::type>)
        E::write_rounded(w, at, T::digits, T::scale);
    else {
        const bool scaled = w.dialect().decimals_scaled;
        if (more > 0 && scaled) w << "(";
        E::write(w, at);
        if (more <= 0 || !scaled) return;
        w << " * "; // beyond 64 bits it becomes a real number, which the column refuses
        w.number(static_cast<std::int64_t>(dataflow::detail::power_of_ten(more))) << ")";
    }
}

} // namespace dataflow::query::detail
