// What functions do with decimals and durations: types in common, results, texts with digits in them.
//
// SQLite holds a decimal as a whole number of its last digits (query/detail/exact.hpp), so its functions are
// told how many.
#pragma once

#include <dataflow/query/function.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

/// A whole number in the text of a call.
template <std::int64_t N>
struct written_number {
    using dataflow_scalar = void;
    using type = std::int64_t;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr void write(sql::writer& w, sql::place) { w.number(N); }
    constexpr void bind(binder&) const {}
};

namespace functions {
// After the argument: digits in all and after the point of the result, and those after the point of the
// argument.
inline constexpr function_text as_decimal{"dataflow_decimal_as(@, @, @, @)", "CAST(@ AS NUMERIC(@, @))"};
inline constexpr function_text decimal_to_text{"dataflow_decimal_to_text(@, @, @)",
                                               "(CAST(CAST(@ AS NUMERIC(@, @)) AS TEXT) COLLATE \"C\")"};
// After the argument: what one is in its last digits.
inline constexpr function_text decimal_to_int16{"dataflow_whole_number(@ / @, 16)",
                                                "CAST(trunc(@) AS SMALLINT)"};
inline constexpr function_text decimal_to_int32{"dataflow_whole_number(@ / @, 32)",
                                                "CAST(trunc(@) AS INTEGER)"};
inline constexpr function_text decimal_to_int64{"dataflow_whole_number(@ / @, 64)",
                                                "CAST(trunc(@) AS BIGINT)"};
inline constexpr function_text decimal_to_real{"dataflow_decimal_to_real(@, @)",
                                               "CAST(@ AS DOUBLE PRECISION)"};
inline constexpr function_text abs_decimal{"abs(@)", "abs(@)"};
// After the argument: to how many places, if that is not 0; digits of the result. In SQLite the last number
// is that of `dataflow::rounding`, and the argument has as many digits after the point as the result.
inline constexpr function_text round_decimal_to{"dataflow_decimal_round(@, @, @, @, 1)",
                                                "CAST(round(@, CAST(@ AS INTEGER)) AS NUMERIC(@, @))"};
inline constexpr function_text round_decimal{"dataflow_decimal_round(@, 0, @, @, 1)",
                                             "CAST(round(@) AS NUMERIC(@, @))"};
inline constexpr function_text floor_decimal{"dataflow_decimal_round(@, 0, @, @, 3)",
                                             "CAST(floor(@) AS NUMERIC(@, @))"};
inline constexpr function_text ceil_decimal{"dataflow_decimal_round(@, 0, @, @, 4)",
                                            "CAST(ceil(@) AS NUMERIC(@, @))"};
} // namespace functions

namespace detail {

/// A decimal or a duration: exact, and of many types that meet each other.
template <class T>
inline constexpr bool is_exact = is_decimal<T> || is_duration<T>;

/// The decimal that holds all values of two; void where 18 digits are too few.
template <class A, class B>
constexpr auto find_common_decimal() {
    constexpr int scale = std::max(A::scale, B::scale);
    constexpr int before = std::max(A::digits - A::scale, B::digits - B::scale);
    if constexpr (before + scale <= dataflow::detail::decimal_digits)
        return std::type_identity<decimal<before + scale, scale>>{};
    else return std::type_identity<void>{};
}
template <class A, class B>
constexpr auto find_common_exact() {
    if constexpr (is_decimal<A> && is_decimal<B>) return find_common_decimal<A, B>();
    else if constexpr (is_duration<A> && is_duration<B>)
        return std::type_identity<std::common_type_t<A, B>>{};
    else return std::type_identity<void>{};
}

/// The same digits after the point, one more before it, which rounding can need.
template <class T>
using rounded_type = decimal<std::min(T::digits + 1, dataflow::detail::decimal_digits), T::scale>;

/// A call on a decimal that gives a decimal of type To, of its digits.
template <const function_text& Function, class To, class E>
[[nodiscard]] constexpr auto make_decimal_call(const E& e) {
    return make_call<Function, To>(e, written_number<To::digits>{}, written_number<To::scale>{},
                                   written_number<scale_of<typename E::type>>{});
}
/// Rounding to whole numbers, down or up.
template <const function_text& Function, class E>
[[nodiscard]] constexpr auto make_whole_decimal(const E& e) {
    using to = rounded_type<typename E::type>;
    return make_call<Function, to>(e, written_number<to::digits>{}, written_number<to::scale>{});
}

/// The type of a sum, and of a mean: as many digits as there are.
template <class T>
using summed_decimal = decimal<dataflow::detail::decimal_digits, T::scale>;
template <class T>
using mean_decimal =
    decimal<dataflow::detail::decimal_digits,
            std::min(T::scale + 6, dataflow::detail::decimal_digits - (T::digits - T::scale))>;
template <class T>
using summed_duration = std::chrono::duration<std::int64_t, typename T::period>;

} // namespace detail

} // namespace dataflow::query
