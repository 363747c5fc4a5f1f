// A value as another type. What the new type cannot hold is an `invalid_value` on both databases.
#pragma once

#include <dataflow/query/detail/functions_exact.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <type_traits>

namespace dataflow::query {

namespace functions {

inline constexpr function_text same{"@", "@"};
inline constexpr function_text to_int16{"dataflow_whole_number(@, 16)", "CAST(@ AS SMALLINT)"};
inline constexpr function_text to_int32{"dataflow_whole_number(@, 32)", "CAST(@ AS INTEGER)"};
inline constexpr function_text to_int64{"dataflow_whole_number(@, 64)", "CAST(@ AS BIGINT)",
                                        "CAST(@ AS BIGINT)"};
inline constexpr function_text cut_to_int16{"dataflow_whole_number(@, 16)",
                                            "CAST(trunc(CAST(@ AS DOUBLE PRECISION)) AS SMALLINT)"};
inline constexpr function_text cut_to_int32{"dataflow_whole_number(@, 32)",
                                            "CAST(trunc(CAST(@ AS DOUBLE PRECISION)) AS INTEGER)"};
inline constexpr function_text cut_to_int64{"dataflow_whole_number(@, 64)",
                                            "CAST(trunc(CAST(@ AS DOUBLE PRECISION)) AS BIGINT)"};
inline constexpr function_text to_real{"CAST(@ AS REAL)", "CAST(@ AS DOUBLE PRECISION)",
                                       "CAST(@ AS DOUBLE PRECISION)"};
inline constexpr function_text boolean_to_whole{"@", "CAST(CAST(@ AS INTEGER) AS BIGINT)", "@"};
inline constexpr function_text whole_to_text{"CAST(@ AS TEXT)", "(CAST(@ AS TEXT) COLLATE \"C\")"};
// Newer servers read more than older ones (0x1F, 1_000); with ! in their place these letters are an error on
// all.
inline constexpr function_text text_to_int64{"dataflow_text_to_whole(@)",
                                             "CAST(translate(@, '_xXoObB', '!!!!!!!') AS BIGINT)"};
inline constexpr function_text text_to_real{
    "dataflow_text_to_real(@)", "CAST(translate(@, '_xXnNiIpP', '!!!!!!!!!') AS DOUBLE PRECISION)"};
// After the text: digits in all and after the point.
inline constexpr function_text text_to_decimal{
    "dataflow_text_to_decimal(@, @, @)",
    "CAST(CAST(translate(@, '_xXoObBnNiI', '!!!!!!!!!!!') AS NUMERIC) AS NUMERIC(@, @))"};
inline constexpr function_text time_to_day{"substr(@, 1, 10)", "CAST((@) AT TIME ZONE 'UTC' AS DATE)",
                                           "CAST(@ AS DATE)"};
inline constexpr function_text day_to_time{
    "(@ || 'T00:00:00.000000Z')", "(CAST(@ AS TIMESTAMP) AT TIME ZONE 'UTC')", "CAST(@ AS TIMESTAMP)"};
// A duration is held in microseconds; the second argument is how many of them its unit has.
inline constexpr function_text count_to_int16{"dataflow_whole_number(@ / @, 16)", "CAST(@ / @ AS SMALLINT)"};
inline constexpr function_text count_to_int32{"dataflow_whole_number(@ / @, 32)", "CAST(@ / @ AS INTEGER)"};
inline constexpr function_text count_to_int64{"(@ / @)", "(@ / @)"};
inline constexpr function_text count_to_real{"(CAST(@ AS REAL) / @)", "(CAST(@ AS DOUBLE PRECISION) / @)"};
inline constexpr function_text to_unit{"(@ / @ * @)", "(@ / @ * @)"};
inline constexpr function_text uuid_to_text{"@", "(CAST(@ AS TEXT) COLLATE \"C\")"};

} // namespace functions

namespace detail {

template <const function_text& Function>
struct cast_by {
    static constexpr bool offered = true;
    static constexpr const function_text& text = Function;
};
struct no_cast {
    static constexpr bool offered = false;
};

/// How values of type From become values of type To.
template <class To, class From>
constexpr auto find_cast() {
    namespace f = functions;
    constexpr auto from = category_of<From>;
    if constexpr (schema::is_id<To>) return no_cast{};
    else if constexpr (schema::is_id<From>)
        return find_cast<To, typename schema::id_parts<From>::rep>(); // a key as what it holds
    else if constexpr (std::is_same_v<To, std::int16_t>) {
        if constexpr (from == category::integer) return cast_by<f::to_int16>{};
        else if constexpr (from == category::real) return cast_by<f::cut_to_int16>{};
        else if constexpr (from == category::decimal) return cast_by<f::decimal_to_int16>{};
        else if constexpr (from == category::duration) return cast_by<f::count_to_int16>{};
        else return no_cast{};
    } else if constexpr (std::is_same_v<To, std::int32_t>) {
        if constexpr (from == category::integer) return cast_by<f::to_int32>{};
        else if constexpr (from == category::real) return cast_by<f::cut_to_int32>{};
        else if constexpr (from == category::decimal) return cast_by<f::decimal_to_int32>{};
        else if constexpr (from == category::duration) return cast_by<f::count_to_int32>{};
        else return no_cast{};
    } else if constexpr (std::is_same_v<To, std::int64_t>) {
        if constexpr (from == category::integer) return cast_by<f::to_int64>{};
        else if constexpr (from == category::real) return cast_by<f::cut_to_int64>{};
        else if constexpr (from == category::decimal) return cast_by<f::decimal_to_int64>{};
        else if constexpr (from == category::duration) return cast_by<f::count_to_int64>{};
        else if constexpr (from == category::boolean) return cast_by<f::boolean_to_whole>{};
        else if constexpr (from == category::text) return cast_by<f::text_to_int64>{};
        else return no_cast{};
    } else if constexpr (std::is_same_v<To, double>) {
        if constexpr (from == category::integer || from == category::real) return cast_by<f::to_real>{};
        else if constexpr (from == category::text) return cast_by<f::text_to_real>{};
        else if constexpr (from == category::decimal) return cast_by<f::decimal_to_real>{};
        else if constexpr (from == category::duration) return cast_by<f::count_to_real>{};
        else return no_cast{};
    } else if constexpr (std::is_same_v<To, std::string>) {
        if constexpr (from == category::integer) return cast_by<f::whole_to_text>{};
        else if constexpr (from == category::enumeration || from == category::text) return cast_by<f::same>{};
        else if constexpr (from == category::uuid) return cast_by<f::uuid_to_text>{};
        else if constexpr (from == category::decimal) return cast_by<f::decimal_to_text>{};
        else return no_cast{};
    } else if constexpr (is_decimal<To> && (from == category::decimal || from == category::integer))
        return cast_by<f::as_decimal>{};
    else if constexpr (is_decimal<To> && from == category::text) return cast_by<f::text_to_decimal>{};
    else if constexpr (schema::is_duration<To> && from == category::duration) return cast_by<f::to_unit>{};
    else if constexpr (std::is_same_v<To, date> && from == category::timestamp)
        return cast_by<f::time_to_day>{};
    else if constexpr (std::is_same_v<To, timestamp> && from == category::date)
        return cast_by<f::day_to_time>{};
    else return no_cast{};
}

template <class To, class E>
constexpr auto find_cast_verdict() {
    if constexpr (decltype(find_cast<To, typename E::type>())::offered) return rule::ok{};
    else return rule::a_cast_is_not_offered<typename E::model, field_text<E>, typename E::type, To>{};
}

/// A cast of or to a decimal: the text is told the digits.
template <const function_text& Function, class To, class E>
constexpr auto make_exact_cast(const E& x) {
    using From = typename E::type;
    if constexpr (is_decimal<To>) return make_decimal_call<Function, To>(x);
    else if constexpr (std::is_same_v<To, std::string>)
        return make_call<Function, To>(x, written_number<From::digits>{}, written_number<From::scale>{});
    else if constexpr (std::is_same_v<To, double>)
        return make_call<Function, To>(x, written_number<From::scale>{});
    else
        return make_call<Function, To>(
            x, written_number<static_cast<std::int64_t>(dataflow::detail::power_of_ten(From::scale))>{});
}

/// How many microseconds a unit has, as a part of the text.
template <class Duration>
using unit_length = written_number<std::chrono::microseconds{Duration{1}}.count()>;

/// A cast of a duration: to a number, how often it holds its unit; to another duration, its whole units.
template <const function_text& Function, class To, class E>
constexpr auto make_duration_cast(const E& x) {
    if constexpr (schema::is_duration<To>)
        return make_call<Function, To>(x, unit_length<To>{}, unit_length<To>{});
    else return make_call<Function, To>(x, unit_length<typename E::type>{});
}

} // namespace detail

/// The verdict on a cast.
template <class To, class E>
using cast_verdict = rule::diagnostic<decltype(detail::find_cast_verdict<To, E>())>;

} // namespace dataflow::query

namespace dataflow {

/// A value as a T: a number as `std::int16_t`, `std::int32_t`, `std::int64_t` (a real number is cut toward
/// zero) or `double`; a whole number, an enumeration's name or a UUID as `std::string`; a text as
/// `std::int64_t`, `double` or a decimal; a `bool` as `std::int64_t`; a `df::timestamp` as the `df::date` on
/// which it lies, and a `df::date` as its first moment; a decimal as another (rounded half away from zero),
/// as a whole number (cut toward zero), `double` or `std::string`, and a whole number as a decimal; a
/// duration as a number of its own units, or as a duration of another unit (cut toward zero). Throws
/// `invalid_value` where a T cannot hold it.
template <class T, query::scalar E>
[[nodiscard]] constexpr auto cast(const E& x) {
    using verdict = query::cast_verdict<T, E>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_call<T>();
    else if constexpr (query::detail::is_decimal<T> || query::detail::is_decimal<typename E::type>)
        return query::detail::make_exact_cast<decltype(query::detail::find_cast<T, typename E::type>())::text,
                                              T>(x);
    else if constexpr (schema::is_duration<typename E::type>)
        return query::detail::make_duration_cast<
            decltype(query::detail::find_cast<T, typename E::type>())::text, T>(x);
    else return query::make_call<decltype(query::detail::find_cast<T, typename E::type>())::text, T>(x);
}

} // namespace dataflow
