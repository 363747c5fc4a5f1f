// The aggregates: count, sum, avg, min and max.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/aggregate_call.hpp>
#include <dataflow/query/function.hpp>

#include <cstdint>

namespace dataflow {

/// How many records there are; `.where(predicate)` counts some of them.
[[nodiscard]] constexpr auto count() {
    return query::aggregate_call<query::functions::count, std::int64_t, false, query::any_record>{
        query::any_record{}};
}
/// How many records have a value that is not NULL.
template <query::scalar E>
[[nodiscard]] constexpr auto count(const E& x) {
    using verdict = query::aggregate_verdict<"count", query::takes::anything, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::make_aggregate<verdict, query::functions::count, std::int64_t, false>(x);
}
/// How many different values there are; NULL is none.
template <query::scalar E>
[[nodiscard]] constexpr auto count_distinct(const E& x) {
    using verdict = query::aggregate_verdict<"count_distinct", query::takes::anything, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::make_aggregate<verdict, query::functions::count_distinct, std::int64_t, false>(x);
}

/// The sum: of whole numbers a std::int64_t, of real ones a double, of decimals a decimal of 18 digits with
/// as many after the point, of durations one that counts the same unit in 64 bits. `invalid_value` where it
/// does not fit. NULL is left out; the sum of nothing is NULL.
template <query::scalar E>
[[nodiscard]] constexpr auto sum(const E& x) {
    using verdict = query::aggregate_verdict<"sum", query::takes::summed, E>;
    static_assert(rule::told<verdict>::verdict);
    using how = query::sum_of<typename E::type>;
    return query::make_aggregate<verdict, how::text, typename how::type, true, how::narrowed>(x);
}
/// The mean; NULL of nothing. Of numbers a double; of decimals one of 18 digits with up to 6 more after the
/// point, of durations microseconds, both rounded half away from zero.
template <query::scalar E>
[[nodiscard]] constexpr auto avg(const E& x) {
    using verdict = query::aggregate_verdict<"avg", query::takes::summed, E>;
    static_assert(rule::told<verdict>::verdict);
    using how = query::mean_of<typename E::type>;
    return query::make_aggregate<verdict, how::text, typename how::type, true, how::narrowed>(x);
}
/// The least, and the greatest value; NULL of nothing. Of numbers, text, times, days, durations and what is
/// stored as one of them.
template <query::scalar E>
[[nodiscard]] constexpr auto min(const E& x) {
    using verdict = query::aggregate_verdict<"min", query::takes::ordered, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::make_aggregate<verdict, query::functions::min, typename E::type, true>(x);
}
template <query::scalar E>
[[nodiscard]] constexpr auto max(const E& x) {
    using verdict = query::aggregate_verdict<"max", query::takes::ordered, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::make_aggregate<verdict, query::functions::max, typename E::type, true>(x);
}

} // namespace dataflow
