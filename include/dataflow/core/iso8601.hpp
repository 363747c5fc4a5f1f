// Times and days as ISO 8601 text: the form that SQLite stores, and the forms taken from outside.
#pragma once

#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/usual_time.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow {

inline constexpr std::size_t timestamp_text_size = 27; ///< YYYY-MM-DDTHH:MM:SS.ffffffZ
inline constexpr std::size_t date_text_size = 10;      ///< YYYY-MM-DD

/// The first and the last day that can be stored: days since 1970-01-01.
inline constexpr std::int64_t first_day = -719162; ///< 0001-01-01
inline constexpr std::int64_t last_day = 2932896;  ///< 9999-12-31
/// The first and the last microsecond that can be stored, since 1970-01-01, UTC.
inline constexpr std::int64_t first_microsecond = first_day * 86'400'000'000;
inline constexpr std::int64_t last_microsecond = (last_day + 1) * 86'400'000'000 - 1;

/// Whether a count of days lies in the years 1 to 9999.
[[nodiscard]] constexpr bool is_storable_day(std::int64_t days) noexcept {
    return days >= first_day && days <= last_day;
}
/// Whether a count of microseconds lies in the years 1 to 9999.
[[nodiscard]] constexpr bool is_storable_time(std::int64_t microseconds) noexcept {
    return microseconds >= first_microsecond && microseconds <= last_microsecond;
}

namespace detail {

/// Of each number below 100 its two digits.
inline constexpr char pairs_of_digits[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// Writes a number below 100 as two digits.
constexpr void put_two(char* to, unsigned number) noexcept {
    to[0] = pairs_of_digits[number * 2];
    to[1] = pairs_of_digits[number * 2 + 1];
}

/// Takes text apart from the front; once something is missing, `good` stays false.
struct time_scanner {
    std::string_view rest;
    bool good = true;

    constexpr std::int64_t digits(std::size_t count) noexcept {
        if (rest.size() < count) good = false;
        std::int64_t number = 0;
        for (std::size_t i = 0; good && i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9') good = false;
            number = number * 10 + (rest[i] - '0');
        }
        if (!good) return 0;
        rest.remove_prefix(count);
        return number;
    }
    [[nodiscard]] constexpr bool at(char c) const noexcept { return !rest.empty() && rest.front() == c; }
    constexpr bool take(char c) noexcept {
        if (!at(c)) return false;
        rest.remove_prefix(1);
        return true;
    }
    constexpr void need(char c) noexcept {
        if (!take(c)) good = false;
    }
    /// Days since 1970-01-01 of a YYYY-MM-DD.
    constexpr std::int64_t day() noexcept {
        const auto y = digits(4);
        need('-');
        const auto m = digits(2);
        need('-');
        const auto d = digits(2);
        const std::chrono::year_month_day whole{std::chrono::year{static_cast<int>(y)},
                                                std::chrono::month{static_cast<unsigned>(m)},
                                                std::chrono::day{static_cast<unsigned>(d)}};
        if (!good || y == 0 || !whole.ok()) {
            good = false;
            return 0;
        }
        return std::chrono::sys_days{whole}.time_since_epoch().count();
    }
    /// Microseconds since midnight of an HH:MM, then :SS, then . or , and 1 to 9 digits of a second, of which
    /// those past the sixth are dropped. `end`: 24:00 is a time, too.
    constexpr std::int64_t clock(bool end = false) noexcept {
        const auto hours = digits(2);
        need(':');
        const auto minutes = digits(2);
        std::int64_t seconds = 0;
        std::int64_t fraction = 0;
        if (take(':')) {
            seconds = digits(2);
            if (take('.') || take(',')) {
                std::size_t count = 0;
                while (count < 9 && !rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
                    const auto digit = digits(1);
                    if (count++ < 6) fraction = fraction * 10 + digit;
                }
                if (count == 0) good = false;
                for (; count < 6; ++count) fraction *= 10;
            }
        }
        const auto out = ((hours * 60 + minutes) * 60 + seconds) * 1'000'000 + fraction;
        if (minutes > 59 || seconds > 59 || out > 86'400'000'000 || (out == 86'400'000'000 && !end))
            good = false;
        return out;
    }
};

/// Writes microseconds since midnight as HH:MM:SS.ffffff: 15 characters.
constexpr void put_clock(char* to, std::int64_t since_midnight) noexcept {
    const auto seconds = static_cast<unsigned>(since_midnight / 1'000'000);
    const auto fraction = static_cast<unsigned>(since_midnight % 1'000'000);
    put_two(to, seconds / 3'600);
    to[2] = ':';
    put_two(to + 3, seconds / 60 % 60);
    to[5] = ':';
    put_two(to + 6, seconds % 60);
    to[8] = '.';
    put_two(to + 9, fraction / 10'000);
    put_two(to + 11, fraction / 100 % 100);
    put_two(to + 13, fraction % 100);
}

} // namespace detail

/// Writes a day (since 1970-01-01) as YYYY-MM-DD, exactly 10 characters, no NUL; false, and nothing
/// written, outside the years 1 to 9999.
constexpr bool write_date(char* to, std::int64_t days) noexcept {
    if (!is_storable_day(days)) return false;
    const date d{std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
    const auto year = static_cast<unsigned>(static_cast<int>(d.year()));
    detail::put_two(to, year / 100);
    detail::put_two(to + 2, year % 100);
    to[4] = '-';
    detail::put_two(to + 5, static_cast<unsigned>(d.month()));
    to[7] = '-';
    detail::put_two(to + 8, static_cast<unsigned>(d.day()));
    return true;
}

/// Writes microseconds since 1970-01-01 as YYYY-MM-DDTHH:MM:SS.ffffffZ, exactly 27 characters, no
/// NUL; false, and nothing written, outside the years 1 to 9999. Texts sort as their times do.
constexpr bool write_timestamp(char* to, std::int64_t microseconds) noexcept {
    if (!is_storable_time(microseconds)) return false;
    constexpr std::int64_t day = 86'400'000'000;
    auto days = microseconds / day;
    auto left = microseconds % day;
    if (left < 0) {
        left += day;
        --days;
    }
    write_date(to, days);
    to[10] = 'T';
    detail::put_clock(to + 11, left);
    to[26] = 'Z';
    return true;
}

/// The day of a YYYY-MM-DD, in days since 1970-01-01; nothing where the text is anything else.
[[nodiscard]] constexpr std::optional<std::int64_t> read_date(std::string_view text) noexcept {
    detail::time_scanner scan{text};
    const auto days = scan.day();
    if (!scan.good || !scan.rest.empty()) return std::nullopt;
    return days;
}

/// The microseconds of a time from outside; nothing where it is not one. Taken are
/// `YYYY-MM-DD`, then `T`, `t` or a space and `HH:MM`, then `:SS`, then `.` or `,` and 1 to 9 digits of
/// a second (digits past the sixth are dropped), then `Z`, `z`, `+HH:MM`, `+HHMM` or `+HH`; each
/// part may be left out from the end, and a time without an offset is UTC. Years 1 to 9999 in UTC.
[[nodiscard]] constexpr std::optional<std::int64_t> read_timestamp(std::string_view text) noexcept {
    if (const auto usual = detail::read_usual_time(text)) return usual;
    detail::time_scanner scan{text};
    auto total = scan.day() * 86'400'000'000;
    if (scan.good && !scan.rest.empty()) {
        if (!scan.take('T') && !scan.take('t')) scan.need(' ');
        total += scan.clock();
        if (scan.at('+') || scan.at('-')) {
            const bool east = scan.take('+');
            if (!east) scan.need('-');
            const auto offset_hours = scan.digits(2);
            std::int64_t offset_minutes = 0;
            if (!scan.rest.empty()) {
                (void)scan.take(':');
                offset_minutes = scan.digits(2);
            }
            if (offset_hours > 23 || offset_minutes > 59) scan.good = false;
            const auto offset = (offset_hours * 60 + offset_minutes) * 60'000'000;
            total += east ? -offset : offset;
        } else if (!scan.take('Z')) {
            (void)scan.take('z');
        }
    }
    if (!scan.good || !scan.rest.empty() || !is_storable_time(total)) return std::nullopt;
    return total;
}

/// The microseconds of exactly the 27 characters that `write_timestamp` writes; nothing for any other
/// text, which would not sort among them.
[[nodiscard]] constexpr std::optional<std::int64_t> read_stored_timestamp(std::string_view text) noexcept {
    if (text.size() != timestamp_text_size || text[10] != 'T' || text[19] != '.' || text[26] != 'Z')
        return std::nullopt;
    return read_timestamp(text);
}

/// A time from outside (see `read_timestamp`); nothing where the text is not one. Throws `invalid_value` for
/// a null pointer.
[[nodiscard]] constexpr std::optional<timestamp>
parse_timestamp(detail::text_argument<"parse_timestamp"> text) noexcept {
    const auto found = read_timestamp(text);
    if (!found) return std::nullopt;
    return timestamp{std::chrono::microseconds{*found}};
}

/// A day from outside, as YYYY-MM-DD; nothing where the text is not one. Throws `invalid_value` for a null
/// pointer.
[[nodiscard]] constexpr std::optional<date> parse_date(detail::text_argument<"parse_date"> text) noexcept {
    const auto found = read_date(text);
    if (!found) return std::nullopt;
    return date{std::chrono::sys_days{std::chrono::days{static_cast<int>(*found)}}};
}

/// A time as YYYY-MM-DDTHH:MM:SS.ffffffZ; nothing outside the years 1 to 9999.
[[nodiscard]] inline std::optional<std::string> iso8601(timestamp time) {
    std::array<char, timestamp_text_size> text{};
    if (!write_timestamp(text.data(), time.time_since_epoch().count())) return std::nullopt;
    return std::string{text.data(), text.size()};
}

/// A day as YYYY-MM-DD; nothing for an impossible day (31 February) and outside the years 1 to 9999.
[[nodiscard]] inline std::optional<std::string> iso8601(date day) {
    std::array<char, date_text_size> text{};
    if (!day.ok()) return std::nullopt;
    if (!write_date(text.data(), std::chrono::sys_days{day}.time_since_epoch().count())) return std::nullopt;
    return std::string{text.data(), text.size()};
}

} // namespace dataflow
