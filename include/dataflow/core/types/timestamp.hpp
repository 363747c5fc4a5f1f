// A point in time, UTC: df::timestamp. PostgreSQL's TIMESTAMPTZ; on SQLite a text of 27 characters, which
// sorts as the times do.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/network_order.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/column_type.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dataflow {

namespace detail {
inline constexpr std::int64_t postgres_epoch_days = 10957; ///< PostgreSQL counts from 2000-01-01
inline constexpr std::int64_t postgres_epoch_microseconds = postgres_epoch_days * 86'400'000'000;

/// Regular expressions for days, and for the rest of times that both databases read. PostgreSQL takes several
/// times as long for one that looks ahead.
inline constexpr char json_day[] =
    "([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|"
    "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)";
inline constexpr char json_clock[] = "([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?";
inline constexpr char json_offset[] = "([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?";
} // namespace detail

/// Says of a type how its values are stored. Drivers have ways of their own for these, where speed counts.
template <>
struct column_type<timestamp> {
    using held = std::int64_t;             ///< microseconds since 1970-01-01
    static constexpr auto json_condition = // an offset could lead out of the years 1 to 9999
        joined("@ >= \"0001\" && @ like_regex \"^", detail::json_day, detail::json_clock, detail::json_offset,
               "$\" && (@ >= \"0001-01-02\" && @ < \"9999-12-31\" || !(@ like_regex \"^.{10}.*[+-]\"))");
    static constexpr type_facts facts{
        .word = "timestamp",
        .expected = "expected a time as YYYY-MM-DDTHH:MM:SS.ffffffZ",
        .refused = "not a time from year 1 to 9999",
        .plural = "times as 2001-01-06T08:15:00.000000Z",
        .standard = "TIMESTAMP WITH TIME ZONE",
        .postgres = "TIMESTAMPTZ",
        .postgres_array = "TIMESTAMPTZ[]",
        .told = "timestamp with time zone",
        .told_array = "timestamp with time zone[]",
        .number = 1184,
        .array_number = 1185,
        .json_condition = json_condition.view(),
        .json_text = "regexp_replace($, '[.,]([0-9]{1,6})[0-9]*', '.\\1')", // digits past the sixth are
                                                                            // dropped, not rounded
        .json_made = "to_jsonb(to_char($ AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))",
        .pattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-"
                   "9][0-9][0-9][0-9]Z",
        .calendar =
            "strftime('%Y-%m-%dT%H:%M:%S', substr($, 1, 19), '+0 days') = substr($, 1, 19) AND $ >= '0001'",
        .length = timestamp_text_size,
        .now = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')",
    };

    static std::size_t bind(held t, char* to) noexcept {
        if (!is_storable_time(t)) return 0;
        detail::put_network(to, t - detail::postgres_epoch_microseconds);
        return sizeof t;
    }
    [[nodiscard]] static std::optional<held> read(std::string_view binary) noexcept {
        if (binary.size() != sizeof(held)) return std::nullopt;
        const auto t =
            detail::get_network<std::int64_t>(binary.data()); // infinity is the least and the greatest number
        if (t < first_microsecond - detail::postgres_epoch_microseconds ||
            t > last_microsecond - detail::postgres_epoch_microseconds)
            return std::nullopt;
        return t + detail::postgres_epoch_microseconds;
    }
    static constexpr std::size_t write(held t, char* to) noexcept {
        return write_timestamp(to, t) ? timestamp_text_size : 0;
    }
    [[nodiscard]] static constexpr std::optional<held> parse(std::string_view text) noexcept {
        return read_timestamp(text);
    }
    [[nodiscard]] static constexpr std::optional<held> recall(std::string_view text) noexcept {
        return read_stored_timestamp(text);
    }
};

} // namespace dataflow
