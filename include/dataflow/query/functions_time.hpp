// Functions of times and days, all in UTC. NULL in, NULL out. Results lie in the years 1 to 9999; a sum that
// does not is an `invalid_value`.
#pragma once

#include <dataflow/query/cast.hpp>
#include <dataflow/query/detail/time_texts.hpp>
#include <dataflow/query/function.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/sql/function_text.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query::functions {

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
