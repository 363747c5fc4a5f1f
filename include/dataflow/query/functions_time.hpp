// Functions of times and days, all in UTC. NULL in, NULL out. Results lie in the years 1 to 9999; a sum that
// does not is an `invalid_value`.
#pragma once

#include <dataflow/query/cast.hpp>
#include <dataflow/query/function.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

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

/// A part of a time or of a day.
template <class Verdict, const function_text& OfTime, const function_text& OfDay, class E>
[[nodiscard]] constexpr auto part(const E& x) {
    if constexpr (category_of<typename E::type> == category::date)
        return call_one<Verdict, OfDay, std::int64_t>(x);
    else return call_one<Verdict, OfTime, std::int64_t>(x);
}

/// The time when the values of a statement are bound, by the clock of this program.
struct now_value : operations<now_value> {
    using dataflow_scalar = void;
    using type = timestamp;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 1;
    static constexpr std::size_t lists = 0;

    [[nodiscard]] static timestamp current() {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
    static constexpr void write(sql::writer& w, sql::place at) { w.value(at); }
    void bind(binder& b) const {
        b.add(value::of_integer(storage::timestamp, current().time_since_epoch().count()));
    }
};

} // namespace dataflow::query::functions

namespace dataflow {

/// Parts of a `df::timestamp` or a `df::date`, as std::int64_t.
template <query::scalar E>
[[nodiscard]] constexpr auto year(const E& x) {
    using verdict = query::argument_verdict<"year", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::year_of_time, query::functions::year_of_day>(x);
}
/// 1 to 12.
template <query::scalar E>
[[nodiscard]] constexpr auto month(const E& x) {
    using verdict = query::argument_verdict<"month", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::month_of_time, query::functions::month_of_day>(
        x);
}
/// 1 to 31.
template <query::scalar E>
[[nodiscard]] constexpr auto day(const E& x) {
    using verdict = query::argument_verdict<"day", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::day_of_time, query::functions::day_of_day>(x);
}
/// 1, a Monday, to 7, a Sunday.
template <query::scalar E>
[[nodiscard]] constexpr auto day_of_week(const E& x) {
    using verdict = query::argument_verdict<"day_of_week", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::weekday_of_time,
                                  query::functions::weekday_of_day>(x);
}
/// 1 to 366.
template <query::scalar E>
[[nodiscard]] constexpr auto day_of_year(const E& x) {
    using verdict = query::argument_verdict<"day_of_year", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::yearday_of_time,
                                  query::functions::yearday_of_day>(x);
}
/// The week of ISO 8601, 1 to 53, and the year that it belongs to.
template <query::scalar E>
[[nodiscard]] constexpr auto iso_week(const E& x) {
    using verdict = query::argument_verdict<"iso_week", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::week_of_time, query::functions::week_of_day>(x);
}
template <query::scalar E>
[[nodiscard]] constexpr auto iso_week_year(const E& x) {
    using verdict = query::argument_verdict<"iso_week_year", query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::functions::part<verdict, query::functions::week_year_of_time,
                                  query::functions::week_year_of_day>(x);
}
/// Parts of a `df::timestamp`: 0 to 23, 0 to 59, and the whole second, 0 to 59.
template <query::scalar E>
[[nodiscard]] constexpr auto hour(const E& x) {
    using verdict = query::argument_verdict<"hour", query::takes::timestamp, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::hour, std::int64_t>(x);
}
template <query::scalar E>
[[nodiscard]] constexpr auto minute(const E& x) {
    using verdict = query::argument_verdict<"minute", query::takes::timestamp, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::minute, std::int64_t>(x);
}
template <query::scalar E>
[[nodiscard]] constexpr auto second(const E& x) {
    using verdict = query::argument_verdict<"second", query::takes::timestamp, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::second, std::int64_t>(x);
}

/// The day on which a time lies, in UTC.
template <query::scalar E>
[[nodiscard]] constexpr auto date_of(const E& x) {
    using verdict = query::argument_verdict<"date_of", query::takes::timestamp, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::date_of, date>(x);
}

/// The start of the unit in which a time lies, in UTC: `df::truncate<df::unit::week>(df::created_at)` is a
/// Monday at 00:00. Of a `df::date`, whose units are a day or longer, it is a date.
template <unit U, query::scalar E>
[[nodiscard]] constexpr auto truncate(const E& x) {
    using verdict = query::argument_verdict < "truncate",
          U<unit::day ? query::takes::timestamp : query::takes::time, E>;
    static_assert(rule::told<verdict>::verdict);
    constexpr bool day = query::category_of<typename E::type> == query::category::date;
    return query::call_one<verdict, query::functions::truncate<U, day>,
                           std::conditional_t<day, date, timestamp>>(x);
}

/// The same for several units together, from a second to a week: `df::truncate<df::unit::minute,
/// 15>(df::created_at)`. They are counted from Monday, the first day of year 1, at 00:00 UTC.
template <unit U, int Count, query::scalar E>
[[nodiscard]] constexpr auto truncate(const E& x) {
    constexpr auto length = query::functions::length_of(U);
    using verdict =
        rule::first_broken <
        std::conditional_t<length != 0 && Count >= 1 && Count <= (std::int64_t{1} << 53) / (length + 1),
                           rule::ok, rule::these_units_are_not_counted<Count>>,
          query::argument_verdict<"truncate", U<unit::day ? query::takes::timestamp : query::takes::time, E>>;
    static_assert(rule::told<verdict>::verdict);
    using step = query::written_number<length * Count>;
    if constexpr (!rule::is_ok<verdict>) return query::refused_scalar{};
    else if constexpr (query::category_of<typename E::type> == query::category::date) {
        const auto time = query::make_call<query::functions::day_to_time, timestamp>(x);
        return query::make_call<query::functions::date_of, date>(
            query::make_call<query::functions::bucket, timestamp>(time, time, step{}));
    } else return query::make_call<query::functions::bucket, timestamp>(x, x, step{});
}

/// The time at which the statement is run, by this program's clock, in microseconds.
[[nodiscard]] constexpr auto now() { return query::functions::now_value{}; }

} // namespace dataflow
