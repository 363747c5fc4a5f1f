// Exact arithmetic of scaled whole numbers: what df::decimal and the drivers' functions share.
#pragma once

#include <cstdint>
#include <string_view>

namespace dataflow {

/// How a number is brought to fewer digits.
enum class rounding : std::uint8_t {
    half_even,   ///< to the nearest; from the middle to the even digit
    half_away,   ///< to the nearest; from the middle away from zero
    toward_zero, ///< digits are cut off
    floor,       ///< down
    ceiling,     ///< up
    towards_zero [[deprecated("it is toward_zero now")]] = toward_zero // former name
};

} // namespace dataflow

namespace dataflow::detail {

/// How operators and conversions round: as PostgreSQL's NUMERIC and this library's functions in SQLite do.
inline constexpr rounding default_rounding = rounding::half_away;

/// A product of two 64-bit numbers, or one of them with 18 more digits, fits.
__extension__ typedef __int128 wide;

inline constexpr int decimal_digits = 18; ///< what every scaled number may have

/// 10^0 to 10^18.
inline constexpr std::int64_t powers_of_ten[]{1,
                                              10,
                                              100,
                                              1'000,
                                              10'000,
                                              100'000,
                                              1'000'000,
                                              10'000'000,
                                              100'000'000,
                                              1'000'000'000,
                                              10'000'000'000,
                                              100'000'000'000,
                                              1'000'000'000'000,
                                              10'000'000'000'000,
                                              100'000'000'000'000,
                                              1'000'000'000'000'000,
                                              10'000'000'000'000'000,
                                              100'000'000'000'000'000,
                                              1'000'000'000'000'000'000};

[[nodiscard]] constexpr wide power_of_ten(int n) noexcept {
    if (n <= 0) return 1;
    if (n <= decimal_digits) return powers_of_ten[n];
    wide out = powers_of_ten[decimal_digits];
    while (n-- > decimal_digits) out *= 10;
    return out;
}

/// Whether a scaled number has at most `digits` digits.
[[nodiscard]] constexpr bool has_digits(wide units, int digits) noexcept {
    const wide limit = power_of_ten(digits);
    return units > -limit && units < limit;
}
/// The same of 64 bits, for at most 18 digits.
[[nodiscard]] constexpr bool has_digits_64(std::int64_t units, int digits) noexcept {
    return units > -powers_of_ten[digits] && units < powers_of_ten[digits];
}

/// `a / b` as a whole number; b is not 0 and below 10^37.
[[nodiscard]] constexpr wide divided(wide a, wide b, rounding how) noexcept {
    const wide quotient = a / b;
    const wide left = a % b;
    if (left == 0) return quotient;
    const bool negative = (a < 0) != (b < 0);
    const wide twice = (left < 0 ? -left : left) * 2;
    const wide whole = b < 0 ? -b : b;
    bool further = false; // away from zero
    switch (how) {
    case rounding::half_even: further = twice > whole || (twice == whole && quotient % 2 != 0); break;
    case rounding::half_away: further = twice >= whole; break;
    case rounding::toward_zero: break;
    case rounding::floor: further = negative; break;
    case rounding::ceiling: further = !negative; break;
    }
    return !further ? quotient : negative ? quotient - 1 : quotient + 1;
}

/// `x * 10^digits`; false where that is too large to be the intermediate of any result.
[[nodiscard]] constexpr bool multiply_up(wide& x, int digits) noexcept {
    constexpr wide most = ((wide{1} << 126) - 1 + (wide{1} << 126)) / 10;
    for (; digits > 0 && x != 0; --digits) {
        if (x > most || x < -most) return false;
        x *= 10;
    }
    return true;
}

/// A number with `from` digits after the point as one with `to`; false where it is too large.
[[nodiscard]] constexpr bool rescale(wide& x, int from, int to, rounding how) noexcept {
    if (from <= to) return multiply_up(x, to - from);
    x = divided(x, power_of_ten(from - to), how);
    return true;
}

/// A scaled 64-bit number with more digits after the point; beyond the range, the end of the range, which is
/// greater than all that a column can hold.
[[nodiscard]] constexpr std::int64_t scaled_up(std::int64_t units, int digits) noexcept {
    wide x = units;
    const bool fits = multiply_up(x, digits) && x >= INT64_MIN && x <= INT64_MAX;
    return fits ? static_cast<std::int64_t>(x) : units < 0 ? INT64_MIN : INT64_MAX;
}

enum class decimal_op : std::uint8_t { add, subtract, multiply, divide };

/// A result, or why there is none.
struct decimal_result {
    std::int64_t units = 0;
    std::string_view problem{}; ///< empty where there is a result
};

/// `a op b`, of which the operands have sa and sb digits after the point, with `scale` of them and `digits`
/// in all. Rounded once.
[[nodiscard]] constexpr decimal_result decimal_compute(decimal_op op, std::int64_t a, int sa, std::int64_t b,
                                                       int sb, int digits, int scale, rounding how) noexcept {
    constexpr std::string_view too_large = "a number is out of range";
    wide x = a;
    wide y = b;
    int at = 0; // digits after the point of x
    bool fits = true;
    switch (op) {
    case decimal_op::add:
    case decimal_op::subtract:
        at = sa > sb ? sa : sb;
        fits = multiply_up(x, at - sa) && multiply_up(y, at - sb);
        x = op == decimal_op::add ? x + y : x - y;
        break;
    case decimal_op::multiply:
        at = sa + sb;
        x *= y;
        break;
    case decimal_op::divide:
        if (y == 0) return {0, "division by zero"};
        at = scale;
        if (const int more = scale - sa + sb; more >= 0) fits = multiply_up(x, more);
        else y *= power_of_ten(-more);
        if (fits) x = divided(x, y, how);
        break;
    }
    if (!fits || !rescale(x, at, scale, how) || !has_digits(x, digits)) return {0, too_large};
    return {static_cast<std::int64_t>(x), {}};
}

/// How many digits the results of two operands have: P in all, S after the point.
struct decimal_shape {
    int digits = decimal_digits;
    int scale = 0;

    friend constexpr bool operator==(const decimal_shape&, const decimal_shape&) = default;
};

[[nodiscard]] constexpr decimal_shape shape_of_result(decimal_op op, decimal_shape a,
                                                      decimal_shape b) noexcept {
    const int scale = a.scale > b.scale ? a.scale : b.scale;
    switch (op) {
    case decimal_op::add:
    case decimal_op::subtract: {
        const int before = a.digits - a.scale > b.digits - b.scale ? a.digits - a.scale : b.digits - b.scale;
        return {before + 1 + scale < decimal_digits ? before + 1 + scale : decimal_digits, scale};
    }
    case decimal_op::multiply: {
        const int over = a.digits + b.digits - decimal_digits;
        if (over <= 0) return {a.digits + b.digits, a.scale + b.scale};
        const int left = a.scale + b.scale - over; // digits before the point go first
        return {decimal_digits, left > scale ? left : scale};
    }
    case decimal_op::divide: break;
    }
    return {decimal_digits, scale};
}

/// Room for the text of a scaled number: a sign, 19 digits, a point and zeros before it.
inline constexpr int decimal_text_size = 24;

/// Writes a scaled number as text, no NUL; gives how many characters.
constexpr int write_decimal(char* to, std::int64_t units, int scale) noexcept {
    char reversed[decimal_text_size]{};
    int n = 0;
    auto rest = units < 0 ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
    for (int written = 0; rest != 0 || written <= scale; ++written) {
        if (written == scale && scale != 0) reversed[n++] = '.';
        reversed[n++] = static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
    if (units < 0) reversed[n++] = '-';
    for (int i = 0; i < n; ++i) to[i] = reversed[n - 1 - i];
    return n;
}

} // namespace dataflow::detail
