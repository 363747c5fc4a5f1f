// A date and a time of day without a zone: df::local_time. PostgreSQL's TIMESTAMP; on SQLite a text of 26
// characters, which sorts as the times do.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/network_order.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types/column_type.hpp>
#include <dataflow/core/types/timestamp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>

namespace dataflow {

/// What a calendar and a clock on a wall show together, in microseconds: a time without a zone, which is no
/// point in time. Years 1 to 9999 can be stored. `std::chrono::local_time` of other units is taken in filters
/// and assignments; finer ones are cut.
using local_time = std::chrono::local_time<std::chrono::microseconds>;

/// A local time from outside: `YYYY-MM-DD`, then `T`, `t` or a space and `HH:MM`, then `:SS`, then `.` or `,`
/// and 1 to 9 digits of a second (digits past the sixth are dropped), each part may be left out from the end.
/// Nothing where the text is anything else, and where it has a zone. Throws `invalid_value` for a null
/// pointer.
[[nodiscard]] constexpr std::optional<local_time>
parse_local_time(detail::text_argument<"parse_local_time"> text) noexcept {
    detail::time_scanner scan{std::string_view{text}};
    auto total = scan.day() * 86'400'000'000;
    if (scan.good && !scan.rest.empty()) {
        if (!scan.take('T') && !scan.take('t')) scan.need(' ');
        total += scan.clock();
    }
    if (!scan.good || !scan.rest.empty()) return std::nullopt;
    return local_time{std::chrono::microseconds{total}};
}

/// Says of a type how its values are stored.
template <>
struct column_type<local_time> {
    using utc = column_type<timestamp>; // the same count, and the same text with a Z after it
    static constexpr std::size_t text_size = timestamp_text_size - 1; // YYYY-MM-DDTHH:MM:SS.ffffff
    static constexpr auto json_condition =
        joined("@ >= \"0001\" && @ like_regex \"^", detail::json_day, detail::json_clock, ")?$\"");
    static constexpr type_facts facts{
        .word = "local_time",
        .expected = "expected a local time as YYYY-MM-DDTHH:MM:SS.ffffff",
        .refused = "not a local time from year 1 to 9999",
        .plural = "local times as 2001-01-06T08:15:00.000000",
        .standard = "TIMESTAMP",
        .postgres = "TIMESTAMP",
        .postgres_array = "TIMESTAMP[]",
        .told = "timestamp without time zone",
        .told_array = "timestamp without time zone[]",
        .number = 1114,
        .array_number = 1115,
        .json_condition = json_condition.view(),
        .json_text = utc::facts.json_text,
        .json_made = "to_jsonb(to_char($, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'))",
        .pattern = utc::facts.pattern.substr(0, utc::facts.pattern.size() - 1),
        .calendar = utc::facts.calendar,
        .length = text_size,
        .now = "strftime('%Y-%m-%dT%H:%M:%f000', 'now', 'localtime')",
    };
    static std::size_t bind(local_time t, char* to) noexcept {
        return utc::bind(t.time_since_epoch().count(), to);
    }
    [[nodiscard]] static std::optional<local_time> read(std::string_view binary) noexcept {
        const auto found = utc::read(binary);
        return found ? std::optional{local_time{std::chrono::microseconds{*found}}} : std::nullopt;
    }
    static constexpr std::size_t write(local_time t, char* to) noexcept {
        char text[timestamp_text_size]{};
        if (!write_timestamp(text, t.time_since_epoch().count())) return 0;
        for (std::size_t i = 0; i < text_size; ++i) to[i] = text[i];
        return text_size;
    }
    [[nodiscard]] static constexpr std::optional<local_time> parse(std::string_view text) noexcept {
        return parse_local_time(text);
    }
    [[nodiscard]] static constexpr std::optional<local_time> recall(std::string_view text) noexcept {
        if (text.size() != text_size || text[10] != 'T' || text[19] != '.') return std::nullopt;
        return parse_local_time(text);
    }
    /// One of other units; nothing beyond 64 bits of microseconds.
    template <class Duration>
    [[nodiscard]] static constexpr std::optional<local_time>
    hold(std::chrono::local_time<Duration> t) noexcept {
        using unit = std::ratio_divide<typename Duration::period, std::micro>;
        if constexpr (unit::den == 1 && std::ratio_greater_v<typename Duration::period, std::micro> &&
                      !std::chrono::treat_as_floating_point_v<typename Duration::rep>) {
            std::int64_t out = 0;
            if (__builtin_mul_overflow(t.time_since_epoch().count(), unit::num, &out)) return std::nullopt;
            return local_time{std::chrono::microseconds{out}};
        } else return std::chrono::floor<std::chrono::microseconds>(t);
    }
};

/// A local time as YYYY-MM-DDTHH:MM:SS.ffffff; nothing outside the years 1 to 9999.
[[nodiscard]] inline std::optional<std::string> iso8601(local_time t) {
    char text[column_type<local_time>::text_size];
    const auto size = column_type<local_time>::write(t, text);
    return size == 0 ? std::nullopt : std::optional{std::string{text, size}};
}

} // namespace dataflow
