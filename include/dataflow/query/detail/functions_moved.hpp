// Times and days that are moved by durations, and the duration between two times.
#pragma once

#include <dataflow/query/functions_time.hpp>
#include <dataflow/query/placeholder.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::query {

template <class E>
concept time_expression = scalar<E> && is_of<takes::timestamp, typename E::type>();
template <class V>
concept time_operand = rule::is_ok<argument_verdict<"-", takes::timestamp, V>> && !parameter<V>;

namespace detail {
template <class D>
struct is_chrono_duration : std::false_type {};
template <class Rep, class Period>
struct is_chrono_duration<std::chrono::duration<Rep, Period>> : std::true_type {};
template <class D>
concept duration = is_chrono_duration<D>::value;

/// `x + d`, or `x - d`: the whole hours and the microseconds that are left.
template <class E, class D>
[[nodiscard]] constexpr auto add_duration(const E& x, D d, bool minus) {
    using whole_hours = std::chrono::duration<std::int64_t, std::ratio<3600>>;
    const auto hours = std::chrono::duration_cast<whole_hours>(d);
    const std::int64_t left = std::chrono::duration_cast<std::chrono::microseconds>(d - hours).count();
    return make_call<functions::add, timestamp>(
        x, as_argument<takes::whole, E>(minus ? -hours.count() : hours.count()),
        as_argument<takes::whole, E>(minus ? -left : left));
}
template <class D>
concept duration_expression = scalar<D> && schema::is_duration<typename std::remove_cvref_t<D>::type>;
/// A time is moved by any duration, in whole microseconds, and a day by whole days.
template <class E, class D>
concept moves =
    (time_expression<E> && (duration<std::remove_cvref_t<D>> || duration_expression<D>)) ||
    (scalar<E> && category_of<typename E::type> == category::date && duration<std::remove_cvref_t<D>> &&
     std::is_convertible_v<std::remove_cvref_t<D>, std::chrono::days>);
} // namespace detail

/// What `+`, `-`, `+=` and `-=` do.
template <bool Minus, class E, class D>
    requires detail::moves<E, D>
[[nodiscard]] constexpr auto moved(std::bool_constant<Minus> minus, const E& x, D&& d) {
    if constexpr (scalar<std::remove_cvref_t<D>>)
        return make_call<functions::add, timestamp>(
            x, make_call<Minus ? functions::hours_back : functions::whole_hours, std::int64_t>(d),
            make_call<Minus ? functions::within_an_hour_back : functions::within_an_hour, std::int64_t>(d));
    else if constexpr (time_expression<E>) return detail::add_duration(x, d, minus);
    else
        return make_call<functions::date_of, date>(
            detail::add_duration(make_call<functions::day_to_time, timestamp>(x), d, minus));
}

/// A time or a day moved by a duration of std::chrono, or a time by an expression that is one.
template <scalar E, class D>
    requires detail::moves<E, D>
[[nodiscard]] constexpr auto operator+(const E& x, D&& d) {
    return moved(std::false_type{}, x, d);
}
template <no_scalar D, scalar E>
    requires detail::moves<E, D>
[[nodiscard]] constexpr auto operator+(D&& d, const E& x) {
    return moved(std::false_type{}, x, d);
}
template <scalar D, class E>
    requires detail::duration_expression<D> && scalar<std::remove_cvref_t<E>> &&
             detail::moves<std::remove_cvref_t<E>, D>
[[nodiscard]] constexpr auto operator+(const D& d, E&& x) {
    return moved(std::false_type{}, x, d);
}
template <scalar E, class D>
    requires detail::moves<E, D>
[[nodiscard]] constexpr auto operator-(const E& x, D&& d) {
    return moved(std::true_type{}, x, d);
}

/// The duration from one time to another, in microseconds.
template <scalar L, class R>
    requires time_expression<L> && time_operand<R>
[[nodiscard]] constexpr auto operator-(const L& l, R&& r) {
    return call_two<rule::ok, functions::difference, std::chrono::microseconds, takes::timestamp>(
        l, std::forward<R>(r));
}
template <no_scalar L, scalar R>
    requires time_expression<R> && time_operand<L>
[[nodiscard]] constexpr auto operator-(L&& l, const R& r) {
    return make_call<functions::difference, std::chrono::microseconds>(
        as_argument<takes::timestamp, R>(std::forward<L>(l)), r);
}

namespace detail {
template <class E>
concept day_expression = scalar<E> && category_of<typename E::type> == category::date;
template <class V>
concept day_operand = day_expression<std::remove_cvref_t<V>> || std::is_same_v<std::remove_cvref_t<V>, date>;
/// The first moment of a day. `Beside`: the expression that a plain day is compared with.
template <class Beside, class V>
[[nodiscard]] constexpr auto first_moment(V&& v) {
    return make_call<functions::day_to_time, timestamp>(as_expression<date, Beside>(std::forward<V>(v)));
}
} // namespace detail

/// The days from one day to another.
template <scalar L, class R>
    requires detail::day_expression<L> && detail::day_operand<R>
[[nodiscard]] constexpr auto operator-(const L& l, R&& r) {
    return make_call<functions::difference, std::chrono::days>(detail::first_moment<L>(l),
                                                               detail::first_moment<L>(std::forward<R>(r)));
}
template <no_scalar L, scalar R>
    requires detail::day_expression<R> && detail::day_operand<L>
[[nodiscard]] constexpr auto operator-(L&& l, const R& r) {
    return make_call<functions::difference, std::chrono::days>(detail::first_moment<R>(std::forward<L>(l)),
                                                               detail::first_moment<R>(r));
}

} // namespace dataflow::query
