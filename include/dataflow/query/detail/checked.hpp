// Plain values as what an expression holds of them: without loss, or with an `invalid_value` that names the
// column.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/kept_text.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/whole.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query::detail {

template <class V>
concept whole_number = dataflow::detail::whole<V>;

[[noreturn, gnu::cold]] inline void refuse_literal(std::string_view field, std::string_view why) {
    error_info info;
    info.field = std::string{field};
    info.message = std::string{why};
    throw invalid_value(std::move(info));
}

/// What a value says as a text. Throws `invalid_value` for a null pointer.
template <class V>
constexpr std::string_view text_of(const V& v, std::string_view field) {
    return dataflow::detail::given_text(v, [&] { refuse_literal(field, "a null pointer is not a string"); });
}

/// Whole numbers beyond a 64-bit signed integer fit into no column.
template <whole_number V>
constexpr std::int64_t checked_integer(V v, std::string_view field) {
    return dataflow::detail::as_whole(
        v, [&] { refuse_literal(field, "a number above the range of a 64-bit signed integer"); });
}

/// A number that is assigned to a real column: a whole number has to be one of its type exactly (a `double`
/// has all of them up to 2^53), and a finite number has to stay finite. Fractions are rounded, as everywhere
/// in binary.
template <class Real, class V>
constexpr void check_real(const V& v, std::string_view field) {
    [[maybe_unused]] const auto as_real = [](const auto& x) { return static_cast<Real>(x); };
    if constexpr (schema::is_optional<V>) {
        if (v.has_value()) check_real<Real>(*v, field);
    } else if constexpr (std::integral<V>) {
        constexpr int bits = static_cast<int>(sizeof(V) * 8) - (std::is_signed_v<V> ? 1 : 0);
        if constexpr (bits > std::numeric_limits<Real>::digits) {
            // 2^63 and 2^64, which the greatest numbers of 64 bits round to, are no numbers of 64 bits.
            const Real out = as_real(v);
            const Real end = as_real(std::uint64_t{1} << (bits - 1)) * 2;
            if (out >= end || static_cast<V>(out) != v)
                refuse_literal(field, "a whole number that the real type does not have");
        }
    } else if constexpr (sizeof(V) > sizeof(Real)) {
        constexpr V most = std::numeric_limits<Real>::max();
        constexpr V finite = std::numeric_limits<V>::max();
        if ((v > most && v <= finite) || (v < -most && v >= -finite))
            refuse_literal(field, "a number beyond the range of the real type");
    }
}

/// A duration in microseconds.
template <class Rep, class Period>
constexpr std::chrono::microseconds checked_duration(std::chrono::duration<Rep, Period> d,
                                                     std::string_view field) {
    std::int64_t out = 0;
    if (__builtin_mul_overflow(d.count(), std::ratio_divide<Period, std::micro>::num, &out))
        refuse_literal(field, "a duration beyond 64 bits of microseconds");
    return std::chrono::microseconds{out};
}

/// A time in microseconds; finer ones are cut.
template <class Duration>
constexpr timestamp checked_time(std::chrono::sys_time<Duration> t, std::string_view field) {
    if constexpr (std::is_integral_v<typename Duration::rep> &&
                  std::ratio_greater_v<typename Duration::period, std::micro> &&
                  std::ratio_divide<typename Duration::period, std::micro>::den == 1)
        return timestamp{checked_duration(t.time_since_epoch(), field)};
    else return std::chrono::floor<std::chrono::microseconds>(t);
}

} // namespace dataflow::query::detail
