// Decimal numbers as text: the one grammar of df::decimal, of JSON, of arrays and of casts.
#pragma once

#include <dataflow/core/decimal_math.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::detail {

/// A number's text taken apart: `[+-]digits[.digits][e[+-]digits]`, where the digits on one side of the point
/// may be missing.
struct number_text {
    bool valid = false;
    bool negative = false;
    std::string_view mantissa{}; ///< digits, one point among them at most
    std::int64_t point =
        0; ///< how many digits of the mantissa stand before the point, the exponent taken into account
    std::int64_t fraction =
        0; ///< how many digits are written after the point less the exponent: 0 or less for 1e2 and 1.50e2
};

[[nodiscard]] constexpr number_text split_number(std::string_view text) noexcept {
    constexpr std::int64_t far = 1'000'000'000; // an exponent beyond all numbers
    number_text out;
    out.negative = !text.empty() && text.front() == '-';
    if (out.negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
    const auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    std::size_t at = 0;
    std::int64_t digits = 0;
    for (; is_digit(at); ++at) ++digits;
    out.point = digits;
    if (at < text.size() && text[at] == '.')
        for (++at; is_digit(at); ++at) ++digits;
    out.fraction = digits - out.point;
    out.mantissa = text.substr(0, at);
    if (digits == 0) return out;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        const bool down = at < text.size() && text[at] == '-';
        if (down || (at < text.size() && text[at] == '+')) ++at;
        if (!is_digit(at)) return out;
        std::int64_t exponent = 0;
        for (; is_digit(at); ++at) exponent = exponent < far ? exponent * 10 + (text[at] - '0') : far;
        out.point += down ? -exponent : exponent;
        out.fraction -= down ? -exponent : exponent;
    }
    out.valid = at == text.size();
    return out;
}

enum class number_fault : std::uint8_t {
    none,
    invalid, ///< not a number
    large,   ///< beyond 64 bits
    fine,    ///< more digits after the point than there is room for
};

/// A number as a whole number of its last digits, `scale` of them after the point. Finer digits are rounded
/// half away from zero, or, where it has to be `exact`, may only be zeros: they are cut then, which is told.
[[nodiscard]] constexpr number_fault scale_number(const number_text& number, int scale, bool exact,
                                                  std::int64_t& out) noexcept {
    if (!number.valid) return number_fault::invalid;
    const auto limit = wide{INT64_MAX} + (number.negative ? 1 : 0);
    const auto kept = number.point + scale; // digits that count
    wide units = 0;
    std::int64_t at = 0;
    bool more = false; // digits that do not count, and are not 0
    bool up = false;
    for (const char c : number.mantissa) {
        if (c == '.') continue;
        if (at < kept) {
            units = units * 10 + (c - '0');
            if (units > limit) return number_fault::large;
        } else {
            if (at == kept) up = c >= '5';
            more = more || c != '0';
        }
        ++at;
    }
    for (; units != 0 && at < kept; ++at) {
        units *= 10;
        if (units > limit) return number_fault::large;
    }
    if (!exact && up && ++units > limit) return number_fault::large;
    out = static_cast<std::int64_t>(number.negative ? -units : units);
    return exact && more ? number_fault::fine : number_fault::none;
}

/// Reads a decimal number of so many digits, `scale` of them after the point; gives what is wrong with it.
[[nodiscard]] constexpr std::string_view read_decimal(std::string_view text, int digits, int scale,
                                                      std::int64_t& out) noexcept {
    constexpr std::string_view large = "more digits than the type has";
    std::int64_t units = 0;
    switch (scale_number(split_number(text), scale, true, units)) {
    case number_fault::none: break;
    case number_fault::invalid: return "not a decimal number";
    case number_fault::large: return large;
    case number_fault::fine:
        return has_digits(units, digits) ? "more digits after the point than the type has" : large;
    }
    if (!has_digits(units, digits)) return large;
    out = units;
    return {};
}

/// The digits that are written in a number's text, those before the point without leading zeros.
[[nodiscard]] constexpr decimal_shape shape_of_text(std::string_view text) noexcept {
    constexpr std::int64_t most = 2 * decimal_digits; // more than any type has, whatever the exponent says
    const auto number = split_number(text);
    std::int64_t written = 0;
    std::int64_t zeros = 0; // leading ones
    for (const char c : number.mantissa) {
        if (c == '.') continue;
        if (c == '0' && zeros == written) ++zeros;
        ++written;
    }
    const auto clamped = [](std::int64_t n) { return static_cast<int>(n < 0 ? 0 : n < most ? n : most); };
    const int scale = clamped(number.fraction);
    const int before = zeros == written ? 0 : clamped(number.point - zeros);
    return {before + scale == 0 ? 1 : before + scale, scale};
}

} // namespace dataflow::detail
