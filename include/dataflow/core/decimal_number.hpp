// The type of exact decimal numbers.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/whole.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow {

template <int P, int S>
class decimal;

} // namespace dataflow

namespace dataflow::detail {

template <class T>
inline constexpr bool is_decimal = false;
template <int P, int S>
inline constexpr bool is_decimal<decimal<P, S>> = true;

/// A decimal, or a whole number next to one.
template <class T>
concept decimal_operand = is_decimal<T> || whole<T>;

/// Throws `invalid_value`. Not constexpr: a constant that is refused does not compile.
[[noreturn, gnu::cold]] inline void refuse_decimal(std::string_view why) {
    raise(error_kind::invalid_value, {.message = std::string{why}});
}

/// `x * 10^scale` for a binary number: rounded once, from its exact value.
[[nodiscard]] constexpr wide scaled_double(double x, int scale, rounding how) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int exponent = static_cast<int>(bits >> 52U & 0x7FFU);
    if (exponent == 0x7FF) refuse_decimal("infinity and NaN are not decimal numbers");
    wide mantissa = static_cast<std::int64_t>(bits & ((std::uint64_t{1} << 52U) - 1));
    if (exponent != 0) mantissa += wide{1} << 52;
    if (mantissa == 0) return 0;
    const int shift = (exponent == 0 ? 1 : exponent) - 1075;
    if (shift > 12) refuse_decimal("a number is out of range");              // 2^64 and more
    wide out = mantissa * power_of_ten(scale) * (bits >> 63U != 0 ? -1 : 1); // below 2^113
    if (shift >= 0) {
        if (!has_digits(out, 34)) refuse_decimal("a number is out of range");
        return out * (wide{1} << shift);
    }
    // Far below the last digit only the sign and not being 0 count.
    return divided(shift < -114 ? (out < 0 ? -1 : 1) : out, wide{1} << (shift < -114 ? 114 : -shift), how);
}

} // namespace dataflow::detail

namespace dataflow {

/// An exact number of P digits, S of them after the point: `df::decimal<10, 2>` goes from -99999999.99 to
/// 99999999.99. Held as a whole number of its last digits (cents, say) in 64 bits. What does not fit throws
/// `invalid_value`; nothing is ever rounded that does not say so.
///
/// `+` and `-` are exact. `a * b` has the digits of both after the point, as far as 18 in all allow (those
/// before the point go first), and never less than the operand that has more; `a / b` has as many as the
/// operand that has more. What then is too fine is rounded half away from zero, as the databases do;
/// `df::multiply` and `df::divide` take another rounding.
template <int P, int S>
class decimal {
    using checked_digits = rule::diagnostic<
        std::conditional_t<(P >= 1 && P <= detail::decimal_digits && S >= 0 && S <= P), rule::ok,
                           rule::a_decimal_has_1_to_18_digits_and_no_more_after_the_point<P, S>>>;
    static_assert(
        rule::told<checked_digits>::verdict); // told elsewhere: what holds one is a class nonetheless

  public:
    static constexpr int digits = P;
    static constexpr int scale = S;

    constexpr decimal() = default;

    /// A whole number. Throws `invalid_value` beyond the range.
    template <detail::whole I>
    constexpr decimal(I number) : units_{checked(scaled_whole(number))} {}

    /// From text: a sign, digits with a point among them or at either end, an exponent: `-12.50`, `.5`,
    /// `17.`, `1E3`. Digits after the point that are too many must be 0. Throws `invalid_value`, for a null
    /// pointer, too.
    constexpr explicit decimal(detail::text_argument<"decimal"> text) {
        const auto problem = detail::read_decimal(text, P, S, units_);
        if (!problem.empty()) detail::refuse_decimal(problem);
    }

    /// From a decimal all of whose values fit.
    template <int P2, int S2>
        requires(S2 <= S && P2 - S2 <= P - S)
    constexpr decimal(decimal<P2, S2> other) noexcept
        : units_{static_cast<std::int64_t>(other.units() * detail::power_of_ten(S - S2))} {}

    /// From any decimal, rounded. Throws `invalid_value` beyond the range.
    template <int P2, int S2>
    constexpr explicit decimal(decimal<P2, S2> other, rounding how) {
        detail::wide x = other.units();
        if (!detail::rescale(x, S2, S, how)) detail::refuse_decimal("a number is out of range");
        units_ = checked(x);
    }
    /// The same, half away from zero.
    template <int P2, int S2>
        requires(S2 > S || P2 - S2 > P - S)
    constexpr explicit decimal(decimal<P2, S2> other) : decimal(other, detail::default_rounding) {}

    /// From a binary number, rounded from its exact value (0.1 is 0.1000000000000000055...). Throws
    /// `invalid_value` beyond the range, and for infinity and NaN.
    template <std::floating_point F>
        requires(sizeof(F) <= sizeof(double))
    constexpr explicit decimal(F number, rounding how = detail::default_rounding)
        : units_{checked(detail::scaled_double(static_cast<double>(number), S, how))} {}

    /// The number times 10^S.
    [[nodiscard]] constexpr std::int64_t units() const noexcept { return units_; }
    /// From the number times 10^S. Throws `invalid_value` beyond the range.
    [[nodiscard]] static constexpr decimal from_units(std::int64_t units) {
        decimal out;
        out.units_ = checked(units);
        return out;
    }
    [[nodiscard]] static constexpr decimal max() noexcept { return edge(1); }
    [[nodiscard]] static constexpr decimal lowest() noexcept { return edge(-1); }

    /// The nearest binary number, nearly: two roundings.
    [[nodiscard]] constexpr explicit operator double() const noexcept {
        return static_cast<double>(units_) / static_cast<double>(detail::power_of_ten(S));
    }
    /// As `-12.50`: always S digits after the point.
    [[nodiscard]] std::string str() const {
        char text[detail::decimal_text_size];
        return {text, static_cast<std::size_t>(detail::write_decimal(text, units_, S))};
    }
    [[nodiscard]] friend std::string to_string(const decimal& number) { return number.str(); }
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream,
                                                        const decimal& number) {
        char text[detail::decimal_text_size];
        const auto size = static_cast<std::size_t>(detail::write_decimal(text, number.units_, S));
        return stream << std::basic_string_view<char, Traits>{text, size};
    }

    [[nodiscard]] constexpr decimal operator-() const noexcept {
        decimal out;
        out.units_ = -units_;
        return out;
    }
    [[nodiscard]] constexpr decimal operator+() const noexcept { return *this; }

    /// The exact result, rounded once to this number's digits.
    template <class R>
        requires(detail::decimal_operand<R>)
    constexpr decimal& operator+=(const R& right);
    template <class R>
        requires(detail::decimal_operand<R>)
    constexpr decimal& operator-=(const R& right);
    template <class R>
        requires(detail::decimal_operand<R>)
    constexpr decimal& operator*=(const R& right);
    template <class R>
        requires(detail::decimal_operand<R>)
    constexpr decimal& operator/=(const R& right);

  private:
    template <class I>
    static constexpr detail::wide scaled_whole(I number) {
        return static_cast<detail::wide>(number) * detail::power_of_ten(S);
    }
    static constexpr std::int64_t checked(detail::wide units) {
        if (!detail::has_digits(units, P)) detail::refuse_decimal("a number is out of range");
        return static_cast<std::int64_t>(units);
    }
    static constexpr decimal edge(int sign) noexcept {
        decimal out;
        out.units_ = static_cast<std::int64_t>((detail::power_of_ten(P) - 1) * sign);
        return out;
    }

    std::int64_t units_ = 0;
};

} // namespace dataflow
