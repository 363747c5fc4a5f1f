// A time of day: df::time_of_day. PostgreSQL's TIME; on SQLite a text of 15 characters, which sorts as the
// times do.
#pragma once

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/network_order.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types/column_type.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow {

/// A time of day without a day and a zone, in microseconds since midnight: from 00:00 to 24:00, which is the
/// end of a day and another value than 00:00, as in PostgreSQL. What lies outside can be made, but not
/// stored.
struct time_of_day {
    std::chrono::microseconds since_midnight{};

    constexpr time_of_day() noexcept = default;
    constexpr explicit time_of_day(std::chrono::microseconds since) noexcept : since_midnight(since) {}
    /// `df::time_of_day{8h, 15min}`, `df::time_of_day{8h, 15min, 30s, 250ms}`.
    constexpr time_of_day(std::chrono::hours h, std::chrono::minutes m, std::chrono::seconds s = {},
                          std::chrono::microseconds us = {}) noexcept
        : since_midnight(h + m + s + us) {}

    friend constexpr auto operator<=>(const time_of_day&, const time_of_day&) noexcept = default;
};

/// A time of day from outside: `HH:MM`, then `:SS`, then `.` or `,` and 1 to 9 digits of a second (digits
/// past the sixth are dropped), each part may be left out from the end; 00:00 to 24:00. Nothing where the
/// text is anything else. Throws `invalid_value` for a null pointer.
[[nodiscard]] constexpr std::optional<time_of_day>
parse_time_of_day(detail::text_argument<"parse_time_of_day"> text) noexcept {
    detail::time_scanner scan{std::string_view{text}};
    const auto found = scan.clock(true);
    if (!scan.good || !scan.rest.empty()) return std::nullopt;
    return time_of_day{std::chrono::microseconds{found}};
}

/// Says of a type how its values are stored.
template <>
struct column_type<time_of_day> {
    static constexpr std::size_t text_size = 15; // HH:MM:SS.ffffff
    static constexpr type_facts facts{
        .word = "time_of_day",
        .expected = "expected a time of day as HH:MM:SS.ffffff",
        .refused = "not a time of day from 00:00 to 24:00",
        .plural = "times of day as 08:15:00.000000",
        .standard = "TIME",
        .postgres = "TIME",
        .postgres_array = "TIME[]",
        .told = "time without time zone",
        .told_array = "time without time zone[]",
        .number = 1083,
        .array_number = 1183,
        .json_condition = "@ like_regex "
                          "\"^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?|24:00(:00([.,]0{"
                          "6}[0-9]{0,3}|[.,]0{1,5})?)?)$\"",
        .json_text = "regexp_replace($, '[.,]([0-9]{1,6})[0-9]*', '.\\1')", // digits past the sixth are
                                                                            // dropped, not rounded
        .json_made = "to_jsonb(to_char($, 'HH24:MI:SS.US'))",
        .pattern = "[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]",
        .calendar = "($ = '24:00:00.000000' OR time(substr($, 1, 8)) = substr($, 1, 8))",
        .length = text_size,
        .now = "strftime('%H:%M:%f000', 'now')",
    };

    [[nodiscard]] static constexpr bool is_storable(time_of_day t) noexcept {
        return t.since_midnight.count() >= 0 && t.since_midnight <= std::chrono::hours{24};
    }
    static std::size_t bind(time_of_day t, char* to) noexcept {
        if (!is_storable(t)) return 0;
        detail::put_network(to, static_cast<std::int64_t>(t.since_midnight.count()));
        return sizeof(std::int64_t);
    }
    [[nodiscard]] static std::optional<time_of_day> read(std::string_view binary) noexcept {
        if (binary.size() != sizeof(std::int64_t)) return std::nullopt;
        const time_of_day out{std::chrono::microseconds{detail::get_network<std::int64_t>(binary.data())}};
        return is_storable(out) ? std::optional{out} : std::nullopt;
    }
    static constexpr std::size_t write(time_of_day t, char* to) noexcept {
        if (!is_storable(t)) return 0;
        detail::put_clock(to, t.since_midnight.count());
        return text_size;
    }
    [[nodiscard]] static constexpr std::optional<time_of_day> parse(std::string_view text) noexcept {
        return parse_time_of_day(text);
    }
};

/// A time of day as HH:MM:SS.ffffff; nothing before 00:00 and after 24:00.
[[nodiscard]] inline std::optional<std::string> iso8601(time_of_day t) {
    char text[column_type<time_of_day>::text_size];
    const auto size = column_type<time_of_day>::write(t, text);
    return size == 0 ? std::nullopt : std::optional{std::string{text, size}};
}

} // namespace dataflow
