// Functions of numbers. NULL in, NULL out; whole numbers are worked with in 64 bits, real ones as double,
// decimals exactly. What a database cannot compute (the root of a negative number, a result out of range) is
// an `invalid_value` on both.
#pragma once

#include <dataflow/query/detail/functions_exact.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace dataflow::query::functions {

inline constexpr function_text abs_whole{"abs(@)", "abs(CAST(@ AS BIGINT))", "abs(@)"};
inline constexpr function_text abs_real{"abs(@)", "abs(CAST(@ AS DOUBLE PRECISION))", "abs(@)"};
inline constexpr function_text sign{"dataflow_sign(@)", "CAST(sign(CAST(@ AS DOUBLE PRECISION)) AS BIGINT)",
                                    "sign(@)"};
inline constexpr function_text floor{"dataflow_floor(@)", "floor(CAST(@ AS DOUBLE PRECISION))", "floor(@)"};
inline constexpr function_text ceil{"dataflow_ceil(@)", "ceil(CAST(@ AS DOUBLE PRECISION))", "ceil(@)"};
// PostgreSQL rounds real numbers half to even, and numerics half away from zero. The text of a real number is
// the shortest that names it, so it is the numeric that a reader sees.
inline constexpr function_text round{
    "dataflow_round(@, 0)",
    "CAST(round(CAST(CAST(CAST(@ AS DOUBLE PRECISION) AS TEXT) AS NUMERIC)) AS DOUBLE PRECISION)",
    "round(@)"};
inline constexpr function_text round_to{
    "dataflow_round(@, @)",
    "CAST(round(CAST(CAST(CAST(@ AS DOUBLE PRECISION) AS TEXT) AS NUMERIC), "
    "CAST(@ AS INTEGER)) AS DOUBLE PRECISION)",
    "round(@, @)"};
inline constexpr function_text mod{"dataflow_modulo(@, @)", "mod(CAST(@ AS BIGINT), CAST(@ AS BIGINT))",
                                   "mod(@, @)"};
inline constexpr function_text power{
    "dataflow_power(@, @)", "power(CAST(@ AS DOUBLE PRECISION), CAST(@ AS DOUBLE PRECISION))", "power(@, @)"};
inline constexpr function_text sqrt{"dataflow_sqrt(@)", "sqrt(CAST(@ AS DOUBLE PRECISION))", "sqrt(@)"};

} // namespace dataflow::query::functions

namespace dataflow::query::detail {

/// Decimal places as given; beyond what any number has, the end of that.
template <class Verdict, class N>
[[nodiscard]] constexpr int places_of(const N& n) {
    if constexpr (!rule::is_ok<Verdict>) return 0;
    else {
        const auto places = dataflow::detail::as_whole(
            n, [] { refuse_literal({}, "a count of decimal places is out of range"); });
        return static_cast<int>(std::clamp<std::int64_t>(places, -1000, 2000));
    }
}

} // namespace dataflow::query::detail

namespace dataflow {

/// The number, or the duration, without its sign. Throws `invalid_value` for the least whole number of 64
/// bits.
template <query::scalar E>
[[nodiscard]] constexpr auto abs(const E& x) {
    using verdict = query::argument_verdict<"abs", query::takes::summed, E>;
    static_assert(rule::told<verdict>::verdict);
    using T = query::wide<typename E::type>;
    if constexpr (query::detail::is_decimal<T>)
        return query::call_one<verdict, query::functions::abs_decimal, T>(x);
    else if constexpr (query::detail::is_duration<T>)
        return query::call_one<verdict, query::functions::abs_whole, query::detail::summed_duration<T>>(x);
    else if constexpr (query::category_of<T> == query::category::real)
        return query::call_one<verdict, query::functions::abs_real, T>(x);
    else return query::call_one<verdict, query::functions::abs_whole, std::int64_t>(x);
}

/// -1, 0 or 1 (std::int64_t).
template <query::scalar E>
[[nodiscard]] constexpr auto sign(const E& x) {
    using verdict = query::argument_verdict<"sign", query::takes::summed, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::sign, std::int64_t>(x);
}

/// The next whole number below, and above, of a real number; the result is real. Of a decimal it is a decimal
/// with the same digits after the point.
template <query::scalar E>
[[nodiscard]] constexpr auto floor(const E& x) {
    using verdict = query::argument_verdict<"floor", query::takes::rounded, E>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (query::detail::is_decimal<typename E::type>)
        return query::detail::make_whole_decimal<query::functions::floor_decimal>(x);
    else return query::call_one<verdict, query::functions::floor, double>(x);
}
template <query::scalar E>
[[nodiscard]] constexpr auto ceil(const E& x) {
    using verdict = query::argument_verdict<"ceil", query::takes::rounded, E>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (query::detail::is_decimal<typename E::type>)
        return query::detail::make_whole_decimal<query::functions::ceil_decimal>(x);
    else return query::call_one<verdict, query::functions::ceil, double>(x);
}

/// A real number or a decimal rounded to a whole one, half away from zero: 2.5 becomes 3, -2.5 becomes -3. A
/// decimal has one more digit then, before the point, and as many after it.
template <query::scalar E>
[[nodiscard]] constexpr auto round(const E& x) {
    using verdict = query::argument_verdict<"round", query::takes::rounded, E>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (query::detail::is_decimal<typename E::type>)
        return query::detail::make_whole_decimal<query::functions::round_decimal>(x);
    else return query::call_one<verdict, query::functions::round, double>(x);
}
/// The same, to so many decimal places (or, negative, to tens, hundreds, ...). What is rounded is the number
/// as it is written: 2.675 becomes 2.68.
template <query::scalar E, class N>
[[nodiscard]] constexpr auto round(const E& x, const N& to_places) {
    using verdict = rule::first_broken<query::argument_verdict<"round", query::takes::rounded, E>,
                                       dataflow::detail::whole_verdict<typename E::model, "round", N>>;
    static_assert(rule::told<verdict>::verdict);
    const int places = query::detail::places_of<verdict>(to_places);
    if constexpr (!rule::is_ok<verdict>) return query::refused_call<double>();
    else if constexpr (query::detail::is_decimal<typename E::type>) {
        using to = query::detail::rounded_type<typename E::type>;
        return query::make_call<query::functions::round_decimal_to, to>(
            x, query::as_argument<query::takes::whole, E>(std::clamp(places, -19, 18)),
            query::written_number<to::digits>{}, query::written_number<to::scale>{});
    } else
        // No double has a digit after these.
        return query::call_two<verdict, query::functions::round_to, double, query::takes::whole>(
            x, std::clamp(places, -400, 1100));
}

/// The rest of a division of whole numbers; its sign is that of `x`. Throws `invalid_value` where `y` is 0.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto mod(const E& x, V&& y) {
    using verdict = rule::first_broken<query::argument_verdict<"mod", query::takes::whole, E>,
                                       query::argument_verdict<"mod", query::takes::whole, V>>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::mod, std::int64_t, query::takes::whole>(
        x, std::forward<V>(y));
}

/// `x` raised to `y`, as a real number. Throws `invalid_value` where there is none (0 to a negative power, a
/// negative number to a broken one) or where it is out of range.
template <query::scalar E, class V>
[[nodiscard]] constexpr auto power(const E& x, V&& y) {
    using verdict = rule::first_broken<query::argument_verdict<"power", query::takes::number, E>,
                                       query::argument_verdict<"power", query::takes::number, V>>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_two<verdict, query::functions::power, double, query::takes::number>(
        x, std::forward<V>(y));
}

/// The square root, as a real number. Throws `invalid_value` for a negative number.
template <query::scalar E>
[[nodiscard]] constexpr auto sqrt(const E& x) {
    using verdict = query::argument_verdict<"sqrt", query::takes::number, E>;
    static_assert(rule::told<verdict>::verdict);
    return query::call_one<verdict, query::functions::sqrt, double>(x);
}

} // namespace dataflow
