// Durations as ISO 8601 text, as they come from outside: PT1H30M.
#pragma once

#include <dataflow/core/decimal_math.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow {

inline constexpr std::string_view expected_duration =
    "expected a duration: microseconds, or a string such as PT1H30M";

/// Reads a duration in microseconds; gives what is wrong with it. Taken are `[+-]PnWnDTnHnMnS`, each part at
/// most once and some of them there, the last one perhaps with a fraction (`PT0.5S`, `PT1,5H`). Years and
/// months are refused, for they have no fixed length, and so is what is finer than a microsecond.
[[nodiscard]] constexpr std::string_view read_duration(std::string_view text, std::int64_t& out) noexcept {
    constexpr std::string_view too_large = "a duration beyond 64 bits of microseconds";
    constexpr std::string_view letters = "WDHMS"; // in their order; the last three after T
    constexpr std::int64_t units[]{604'800'000'000, 86'400'000'000, 3'600'000'000, 60'000'000, 1'000'000};
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (!text.starts_with('P')) return expected_duration;
    text.remove_prefix(1);
    bool clock = false; // after the T
    bool any = false;
    std::size_t next = 0; // the first part that can come
    std::int64_t total = 0;
    while (!text.empty()) {
        if (text.front() == 'T') {
            if (clock) return expected_duration;
            clock = true;
            any = false; // something follows it
            next = 2;
            text.remove_prefix(1);
            continue;
        }
        std::size_t size = 0;
        std::int64_t whole = 0;
        bool large = false;
        for (; size < text.size() && is_digit(text[size]); ++size)
            large = large || __builtin_mul_overflow(whole, 10, &whole) ||
                    __builtin_add_overflow(whole, text[size] - '0', &whole);
        if (size == 0) return expected_duration;
        text.remove_prefix(size);
        std::string_view fraction;
        bool fine = false;
        if (text.starts_with('.') || text.starts_with(',')) {
            for (size = 1; size < text.size() && is_digit(text[size]); ++size) {
            }
            fraction = text.substr(1, size - 1);
            if (fraction.empty()) return expected_duration;
            text.remove_prefix(size);
            fine = true;
        }
        if (text.empty() || (fine && text.size() != 1))
            return expected_duration; // only the last part has a fraction
        if (!clock && (text.front() == 'Y' || text.front() == 'M'))
            return "years and months have no fixed length";
        const auto part = letters.find(text.front());
        if (part == letters.npos || part < next || (part >= 2) != clock) return expected_duration;
        text.remove_prefix(1);
        next = part + 1;
        any = true;
        while (fraction.ends_with('0')) fraction.remove_suffix(1);
        if (fraction.size() > 18) return "a duration finer than a microsecond";
        detail::wide rest = 0;
        for (const char c : fraction) rest = rest * 10 + (c - '0');
        rest *= units[part];
        const detail::wide divisor = detail::power_of_ten(static_cast<int>(fraction.size()));
        if (rest % divisor != 0) return "a duration finer than a microsecond";
        if (large || __builtin_mul_overflow(whole, units[part], &whole) ||
            __builtin_add_overflow(whole, static_cast<std::int64_t>(rest / divisor), &whole) ||
            __builtin_add_overflow(total, whole, &total))
            return too_large;
    }
    if (!any) return expected_duration;
    out = negative ? -total : total;
    return {};
}

} // namespace dataflow
