// Exact decimal numbers: how they are compared and reckoned with.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/decimal_number.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/number_text.hpp>

#include <compare>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::detail {

template <class A, class B>
concept decimal_operands = decimal_operand<A> && decimal_operand<B> && (is_decimal<A> || is_decimal<B>);

template <class T>
[[nodiscard]] constexpr decimal_shape shape_of_operand() noexcept {
    if constexpr (is_decimal<T>) return {T::digits, T::scale};
    else return {decimal_digits, 0};
}
template <class T>
[[nodiscard]] constexpr std::int64_t units_of(const T& operand) {
    if constexpr (is_decimal<T>) return operand.units();
    else {
        if constexpr (std::is_unsigned_v<T> && sizeof(T) == 8)
            if (operand > static_cast<T>(INT64_MAX)) refuse_decimal("a number is out of range");
        return static_cast<std::int64_t>(operand);
    }
}

template <class Result, class A, class B>
[[nodiscard]] constexpr Result computed(decimal_op op, const A& a, const B& b, rounding how) {
    const auto out = decimal_compute(op, units_of(a), shape_of_operand<A>().scale, units_of(b),
                                     shape_of_operand<B>().scale, Result::digits, Result::scale, how);
    if (!out.problem.empty()) refuse_decimal(out.problem);
    return Result::from_units(out.units);
}

template <decimal_op Op, class A, class B>
using decimal_result_of = decimal<shape_of_result(Op, shape_of_operand<A>(), shape_of_operand<B>()).digits,
                                  shape_of_result(Op, shape_of_operand<A>(), shape_of_operand<B>()).scale>;

/// Which of two is greater, exactly, whatever their digits.
template <class A, class B>
[[nodiscard]] constexpr std::strong_ordering compare_decimals(const A& a, const B& b) noexcept {
    constexpr int sa = shape_of_operand<A>().scale;
    constexpr int sb = shape_of_operand<B>().scale;
    const auto wide_of = []<class T>(const T& x) {
        if constexpr (is_decimal<T>) return static_cast<wide>(x.units());
        else return static_cast<wide>(x);
    };
    const wide x = wide_of(a) * power_of_ten(sa < sb ? sb - sa : 0);
    const wide y = wide_of(b) * power_of_ten(sb < sa ? sa - sb : 0);
    return x < y   ? std::strong_ordering::less
           : x > y ? std::strong_ordering::greater
                   : std::strong_ordering::equal;
}

/// Whether a number is one of a decimal type's.
template <class To, class From>
[[nodiscard]] constexpr bool is_one_of(const From& number) noexcept {
    constexpr int finer = shape_of_operand<From>().scale - To::scale;
    return compare_decimals(number, To::lowest()) >= 0 && compare_decimals(number, To::max()) <= 0 &&
           (finer <= 0 || units_of(number) % power_of_ten(finer) == 0);
}

} // namespace dataflow::detail

namespace dataflow {

template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr bool operator==(const A& a, const B& b) noexcept {
    return detail::compare_decimals(a, b) == 0;
}
template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr std::strong_ordering operator<=>(const A& a, const B& b) noexcept {
    return detail::compare_decimals(a, b);
}

template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr auto operator+(const A& a, const B& b) {
    return detail::computed<detail::decimal_result_of<detail::decimal_op::add, A, B>>(
        detail::decimal_op::add, a, b, detail::default_rounding);
}
template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr auto operator-(const A& a, const B& b) {
    return detail::computed<detail::decimal_result_of<detail::decimal_op::subtract, A, B>>(
        detail::decimal_op::subtract, a, b, detail::default_rounding);
}
/// A product, with another rounding than half away from zero where it is rounded.
template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr auto multiply(const A& a, const B& b, rounding how) {
    return detail::computed<detail::decimal_result_of<detail::decimal_op::multiply, A, B>>(
        detail::decimal_op::multiply, a, b, how);
}
template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr auto operator*(const A& a, const B& b) {
    return dataflow::multiply(a, b, detail::default_rounding);
}
/// A quotient, with another rounding than half away from zero. Throws `invalid_value` for a division by zero.
template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr auto divide(const A& a, const B& b, rounding how) {
    return detail::computed<detail::decimal_result_of<detail::decimal_op::divide, A, B>>(
        detail::decimal_op::divide, a, b, how);
}
template <class A, class B>
    requires detail::decimal_operands<A, B>
[[nodiscard]] constexpr auto operator/(const A& a, const B& b) {
    return dataflow::divide(a, b, detail::default_rounding);
}

template <int P, int S>
template <class R>
    requires(detail::decimal_operand<R>)
constexpr decimal<P, S>& decimal<P, S>::operator+=(const R& right) {
    return *this = detail::computed<decimal>(detail::decimal_op::add, *this, right, detail::default_rounding);
}
template <int P, int S>
template <class R>
    requires(detail::decimal_operand<R>)
constexpr decimal<P, S>& decimal<P, S>::operator-=(const R& right) {
    return *this = detail::computed<decimal>(detail::decimal_op::subtract, *this, right,
                                             detail::default_rounding);
}
template <int P, int S>
template <class R>
    requires(detail::decimal_operand<R>)
constexpr decimal<P, S>& decimal<P, S>::operator*=(const R& right) {
    return *this = detail::computed<decimal>(detail::decimal_op::multiply, *this, right,
                                             detail::default_rounding);
}
template <int P, int S>
template <class R>
    requires(detail::decimal_operand<R>)
constexpr decimal<P, S>& decimal<P, S>::operator/=(const R& right) {
    return *this =
               detail::computed<decimal>(detail::decimal_op::divide, *this, right, detail::default_rounding);
}

} // namespace dataflow

namespace dataflow::literals {

/// A decimal of exactly the digits that are written: `"19.99"_dec` is a `df::decimal<4, 2>`, and so is
/// `"1.999e1"_dec`.
template <fixed_string Text>
[[nodiscard]] consteval auto operator""_dec() {
    constexpr auto shape = detail::shape_of_text(Text.view());
    return decimal<shape.digits, shape.scale>{Text.view()};
}

} // namespace dataflow::literals

/// Equal numbers of one type have one hash.
template <int P, int S>
struct std::hash<dataflow::decimal<P, S>> {
    [[nodiscard]] std::size_t operator()(const dataflow::decimal<P, S>& number) const noexcept {
        return std::hash<std::int64_t>{}(number.units());
    }
};
