// The SQL of the functions of times and days.
#pragma once

#include <dataflow/query/function.hpp>
#include <dataflow/sql/function_text.hpp>

#include <cstdint>

namespace dataflow {

/// What a time can be cut down to.
enum class unit : std::uint8_t { second, minute, hour, day, week, month, quarter, year };

} // namespace dataflow

namespace dataflow::query::functions {

// In SQLite a part of a time is asked for by its number in the driver's functions_time.hpp.
inline constexpr function_text year_of_time{"dataflow_time_part(0, @)",
                                            "CAST(EXTRACT(YEAR FROM (@) AT TIME ZONE 'UTC') AS BIGINT)",
                                            "EXTRACT(YEAR FROM @)"};
inline constexpr function_text year_of_day{"dataflow_time_part(0, @)", "CAST(EXTRACT(YEAR FROM @) AS BIGINT)",
                                           "EXTRACT(YEAR FROM @)"};
inline constexpr function_text month_of_time{"dataflow_time_part(1, @)",
                                             "CAST(EXTRACT(MONTH FROM (@) AT TIME ZONE 'UTC') AS BIGINT)",
                                             "EXTRACT(MONTH FROM @)"};
inline constexpr function_text month_of_day{"dataflow_time_part(1, @)",
                                            "CAST(EXTRACT(MONTH FROM @) AS BIGINT)", "EXTRACT(MONTH FROM @)"};
inline constexpr function_text day_of_time{"dataflow_time_part(2, @)",
                                           "CAST(EXTRACT(DAY FROM (@) AT TIME ZONE 'UTC') AS BIGINT)",
                                           "EXTRACT(DAY FROM @)"};
inline constexpr function_text day_of_day{"dataflow_time_part(2, @)", "CAST(EXTRACT(DAY FROM @) AS BIGINT)",
                                          "EXTRACT(DAY FROM @)"};
inline constexpr function_text hour{"dataflow_time_part(3, @)",
                                    "CAST(EXTRACT(HOUR FROM (@) AT TIME ZONE 'UTC') AS BIGINT)",
                                    "EXTRACT(HOUR FROM @)"};
inline constexpr function_text minute{"dataflow_time_part(4, @)",
                                      "CAST(EXTRACT(MINUTE FROM (@) AT TIME ZONE 'UTC') AS BIGINT)",
                                      "EXTRACT(MINUTE FROM @)"};
inline constexpr function_text second{"dataflow_time_part(5, @)",
                                      "CAST(floor(EXTRACT(SECOND FROM (@) AT TIME ZONE 'UTC')) AS BIGINT)"};
inline constexpr function_text weekday_of_time{"dataflow_time_part(6, @)",
                                               "CAST(EXTRACT(ISODOW FROM (@) AT TIME ZONE 'UTC') AS BIGINT)"};
inline constexpr function_text weekday_of_day{"dataflow_time_part(6, @)",
                                              "CAST(EXTRACT(ISODOW FROM @) AS BIGINT)"};
inline constexpr function_text yearday_of_time{"dataflow_time_part(7, @)",
                                               "CAST(EXTRACT(DOY FROM (@) AT TIME ZONE 'UTC') AS BIGINT)"};
inline constexpr function_text yearday_of_day{"dataflow_time_part(7, @)",
                                              "CAST(EXTRACT(DOY FROM @) AS BIGINT)"};
inline constexpr function_text week_of_time{"dataflow_time_part(8, @)",
                                            "CAST(EXTRACT(WEEK FROM (@) AT TIME ZONE 'UTC') AS BIGINT)"};
inline constexpr function_text week_of_day{"dataflow_time_part(8, @)",
                                           "CAST(EXTRACT(WEEK FROM @) AS BIGINT)"};
inline constexpr function_text week_year_of_time{
    "dataflow_time_part(9, @)", "CAST(EXTRACT(ISOYEAR FROM (@) AT TIME ZONE 'UTC') AS BIGINT)"};
inline constexpr function_text week_year_of_day{"dataflow_time_part(9, @)",
                                                "CAST(EXTRACT(ISOYEAR FROM @) AS BIGINT)"};

inline constexpr function_text date_of{"substr(@, 1, 10)", "CAST((@) AT TIME ZONE 'UTC' AS DATE)",
                                       "CAST(@ AS DATE)"};
inline constexpr function_text difference{"dataflow_time_difference(@, @)",
                                          "CAST(EXTRACT(EPOCH FROM (@) - (@)) * 1000000 AS BIGINT)"};
// A time and two numbers, of hours and of microseconds: PostgreSQL multiplies an interval by a double, which
// would cut a long one. It keeps years from -4713 to 294276; so the sum is moved down to where its first year
// is our year 1, up to where its last is our year 9999, and back: out of our range, one of these steps fails.
inline constexpr function_text add{
    "dataflow_time_add(@, @, @)",
    "((((@) + (@ * INTERVAL '1 hour' + @ * INTERVAL '1 microsecond')) - 41314224 * INTERVAL '1 hour') + "
    "2533235256 * INTERVAL '1 hour' - 2491921032 * INTERVAL '1 hour')"};

// The two numbers of a duration in microseconds, forwards and backwards.
inline constexpr function_text whole_hours{"(@ / 3600000000)", "(@ / 3600000000)"};
inline constexpr function_text hours_back{"(-(@ / 3600000000))", "(-(@ / 3600000000))"};
inline constexpr function_text within_an_hour{"(@ % 3600000000)", "(@ % 3600000000)"};
inline constexpr function_text within_an_hour_back{"(-(@ % 3600000000))", "(-(@ % 3600000000))"};

[[nodiscard]] constexpr function_text truncate_in(unit u, bool day) noexcept {
    switch (u) {
    case unit::second: return {"dataflow_truncate(0, @)", "date_trunc('second', @, 'UTC')"};
    case unit::minute: return {"dataflow_truncate(1, @)", "date_trunc('minute', @, 'UTC')"};
    case unit::hour: return {"dataflow_truncate(2, @)", "date_trunc('hour', @, 'UTC')"};
    case unit::day: return {"dataflow_truncate(3, @)", day ? "@" : "date_trunc('day', @, 'UTC')"};
    case unit::week:
        return {"dataflow_truncate(4, @)", day ? "CAST(date_trunc('week', CAST(@ AS TIMESTAMP)) AS DATE)"
                                               : "date_trunc('week', @, 'UTC')"};
    case unit::month:
        return {"dataflow_truncate(5, @)", day ? "CAST(date_trunc('month', CAST(@ AS TIMESTAMP)) AS DATE)"
                                               : "date_trunc('month', @, 'UTC')"};
    case unit::quarter:
        return {"dataflow_truncate(6, @)", day ? "CAST(date_trunc('quarter', CAST(@ AS TIMESTAMP)) AS DATE)"
                                               : "date_trunc('quarter', @, 'UTC')"};
    case unit::year:
        return {"dataflow_truncate(7, @)", day ? "CAST(date_trunc('year', CAST(@ AS TIMESTAMP)) AS DATE)"
                                               : "date_trunc('year', @, 'UTC')"};
    }
    return {};
}
template <unit U, bool Day>
inline constexpr function_text truncate = truncate_in(U, Day);

// From Monday, the first day of year 1: what is left of it is taken away. Less than 2^53 microseconds, so
// that PostgreSQL multiplies without loss.
inline constexpr function_text bucket{
    "dataflow_time_add(@, 0, -(dataflow_time_difference(@, '0001-01-01T00:00:00.000000Z') % @))",
    "((@) - (CAST(EXTRACT(EPOCH FROM (@) - TIMESTAMPTZ '0001-01-01 00:00:00+00') * 1000000 AS BIGINT) % @) * "
    "INTERVAL '1 microsecond')"};

/// Of the units that are always of one length: how long, in microseconds.
[[nodiscard]] constexpr std::int64_t length_of(unit u) noexcept {
    constexpr std::int64_t one = 1000000, whole_day = 86400 * one;
    return u == unit::second   ? one
           : u == unit::minute ? 60 * one
           : u == unit::hour   ? 3600 * one
           : u == unit::day    ? whole_day
           : u == unit::week   ? 7 * whole_day
                               : 0;
}

} // namespace dataflow::query::functions
