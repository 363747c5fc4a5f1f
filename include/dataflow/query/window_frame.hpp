// Which rows around a row a window looks at: `.over(df::order_by(day), df::rows_between(df::preceding(6),
// df::current_row))`.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/query/cast.hpp>
#include <dataflow/query/functions_time.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/window.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

/// How the distances of a frame are counted: in rows, in values of the ordering key, or in groups of rows
/// that are equal in the order.
enum class frame_mode : std::uint8_t { rows, range, groups };
/// Where a frame begins or ends, in the order of the rows.
enum class frame_edge : std::uint8_t {
    unbounded_preceding,
    preceding,
    current_row,
    following,
    unbounded_following
};
/// What a frame leaves out.
enum class frame_exclusion : std::uint8_t { nothing, current_row, group, ties };

/// An end of a frame, and how far it is away: a V.
template <frame_edge Edge, class V = void>
struct frame_bound {
    static constexpr auto edge = Edge;
    using distance_type = V;
    V distance;
};
template <frame_edge Edge>
struct frame_bound<Edge, void> {
    static constexpr auto edge = Edge;
    using distance_type = void;
};

template <class T>
inline constexpr bool is_frame_bound = false;
template <frame_edge Edge, class V>
inline constexpr bool is_frame_bound<frame_bound<Edge, V>> = true;

/// A frame, as an argument of `over`.
template <frame_mode Mode, class Start, class End, frame_exclusion Exclusion = frame_exclusion::nothing>
struct window_frame {
    static constexpr auto mode = Mode;
    static constexpr auto exclusion = Exclusion;
    using start_type = Start;
    using end_type = End;
    /// Whether the row itself is always in it: then no frame is empty.
    static constexpr bool holds_its_row =
        Start::edge <= frame_edge::current_row && End::edge >= frame_edge::current_row &&
        (Exclusion == frame_exclusion::nothing || Exclusion == frame_exclusion::ties);
    /// Whether rows leave it at its beginning.
    static constexpr bool moves = Start::edge != frame_edge::unbounded_preceding;
    static constexpr bool has_distance =
        !std::is_void_v<typename Start::distance_type> || !std::is_void_v<typename End::distance_type>;

    Start start{};
    End end{};

    /// Without the row itself.
    [[nodiscard]] constexpr auto exclude_current_row() const {
        return without<frame_exclusion::current_row>();
    }
    /// Without the row, and those that are equal to it in the order.
    [[nodiscard]] constexpr auto exclude_group() const { return without<frame_exclusion::group>(); }
    /// With the row, but without the others that are equal to it in the order.
    [[nodiscard]] constexpr auto exclude_ties() const { return without<frame_exclusion::ties>(); }

  private:
    template <frame_exclusion What>
    [[nodiscard]] constexpr window_frame<Mode, Start, End, What> without() const {
        return {start, end};
    }
};

template <frame_mode Mode, class Start, class End, frame_exclusion Exclusion>
inline constexpr bool is_window_frame<window_frame<Mode, Start, End, Exclusion>> = true;

namespace functions {
/// Microseconds since 1970: the key of a window by time, where distances are counted.
inline constexpr function_text since_epoch{"dataflow_time_difference(@, '1970-01-01T00:00:00.000000Z')",
                                           "CAST(EXTRACT(EPOCH FROM (@)) * 1000000 AS BIGINT)"};
} // namespace functions

namespace detail {

/// What a distance in values of a T is: `type` is how it is bound; void where there is none.
template <class T>
constexpr auto distance_of() {
    constexpr auto kind = category_of<T>;
    if constexpr (schema::is_id<T>) return std::type_identity<void>{};
    else if constexpr (kind == category::integer) return std::type_identity<std::int64_t>{};
    else if constexpr (kind == category::real) return std::type_identity<double>{};
    else if constexpr (kind == category::decimal) return std::type_identity<T>{};
    else if constexpr (kind == category::duration || kind == category::date || std::is_same_v<T, timestamp>)
        return std::type_identity<std::chrono::microseconds>{};
    else return std::type_identity<void>{};
}

/// The type of a frame's distances: they are counted in rows, or in values of the only key.
template <class Frame, class Order>
struct frame_distance {
    using type = std::int64_t;
};
template <frame_mode Mode, class Start, class End, frame_exclusion X, class O>
    requires(Mode == frame_mode::range)
struct frame_distance<window_frame<Mode, Start, End, X>, window_order<O>> {
    using type = typename decltype(distance_of<typename O::column::type>())::type;
};

template <class D, class V>
constexpr bool measures() {
    if constexpr (std::is_void_v<V>) return true;
    else if constexpr (is_duration<D>) return is_duration<V>;
    else if constexpr (std::is_same_v<D, double>) return std::is_arithmetic_v<V> && !std::is_same_v<V, bool>;
    else if constexpr (schema::is_decimal<D> && schema::is_decimal<V>) return std::is_convertible_v<V, D>;
    else return whole_number<V>;
}

template <class F, class... O, class Frame>
    requires(is_window_frame<Frame>)
struct find_frame_verdict<F, window_order<O...>, Frame> {
    using start = typename Frame::start_type;
    using end = typename Frame::end_type;
    static constexpr auto find() {
        constexpr bool by_value = Frame::mode == frame_mode::range && Frame::has_distance;
        if constexpr (requires { requires F::seen == frame::none; })
            return rule::a_function_ignores_its_frame<F::function_name>{};
        else if constexpr (start::edge == frame_edge::unbounded_following ||
                           end::edge == frame_edge::unbounded_preceding || start::edge > end::edge)
            return rule::a_frame_ends_before_it_begins<start, end>{};
        else if constexpr (sizeof...(O) == 0) return rule::a_window_frame_needs_an_order<Frame>{};
        else if constexpr (by_value && sizeof...(O) != 1)
            return rule::a_range_of_values_needs_one_key<typename O::column...>{};
        else if constexpr (by_value) {
            using distance = typename frame_distance<Frame, window_order<O...>>::type;
            if constexpr (std::is_void_v<distance>)
                return rule::a_range_of_values_needs_a_number_or_a_time<typename O::column...>{};
            else return find_distances<distance>();
        } else return find_distances<std::int64_t>();
    }
    template <class D>
    static constexpr auto find_distances() {
        if constexpr (!measures<D, typename start::distance_type>())
            return rule::a_distance_of_a_frame_has_another_type<D, typename start::distance_type>{};
        else if constexpr (!measures<D, typename end::distance_type>())
            return rule::a_distance_of_a_frame_has_another_type<D, typename end::distance_type>{};
        else return rule::ok{};
    }
    using type = decltype(find());
};
/// The distances of a frame, as operands.
template <class D, class Bound>
[[nodiscard]] constexpr auto distance_operand(const Bound& b) {
    if constexpr (std::is_void_v<typename Bound::distance_type>) return operands<>{};
    else {
        if (!(b.distance >= typename Bound::distance_type{})) {
            error_info info;
            info.message = "the distance of a window's frame is negative";
            throw invalid_value(std::move(info));
        }
        return make_operands(make_literal<literal<D, D>>(b.distance, "distance"));
    }
}
template <class D, class Bound>
using distance_operands = decltype(distance_operand<D>(std::declval<const Bound&>()));

/// The aggregate that a window which moves needs; SQLite's sums and means of real numbers keep its values.
template <class F>
struct moving {
    using type = F;
    static constexpr const F& of(const F& f) { return f; }
};
namespace moving_functions {
inline constexpr function_text sum{"dataflow_moving_sum(@)", functions::sum_real.postgres,
                                   functions::sum_real.standard};
inline constexpr function_text avg{"dataflow_moving_avg(@)", functions::avg.postgres,
                                   functions::avg.standard};
} // namespace moving_functions
template <class T, bool Nullable, class E, class P, bool Narrowed>
struct moving<aggregate_call<functions::sum_real, T, Nullable, E, P, Narrowed>> {
    using type = aggregate_call<moving_functions::sum, T, Nullable, E, P, Narrowed>;
    static constexpr type of(const aggregate_call<functions::sum_real, T, Nullable, E, P, Narrowed>& f) {
        return type{f.first, f.rest.first};
    }
};
template <class T, bool Nullable, class E, class P, bool Narrowed>
struct moving<aggregate_call<functions::avg, T, Nullable, E, P, Narrowed>> {
    using type = aggregate_call<moving_functions::avg, T, Nullable, E, P, Narrowed>;
    static constexpr type of(const aggregate_call<functions::avg, T, Nullable, E, P, Narrowed>& f) {
        return type{f.first, f.rest.first};
    }
};

/// Whether a function can be NULL over an empty frame.
template <class F>
constexpr bool null_of_nothing() {
    if constexpr (requires { requires F::aggregate; }) return F::nullable;
    else return true;
}

} // namespace detail

} // namespace dataflow::query

namespace dataflow {

/// Where a frame begins or ends: at the first row, at the row itself, at the last row.
inline constexpr query::frame_bound<query::frame_edge::unbounded_preceding> unbounded_preceding{};
inline constexpr query::frame_bound<query::frame_edge::current_row> current_row{};
inline constexpr query::frame_bound<query::frame_edge::unbounded_following> unbounded_following{};
/// So many rows, groups, or values before the row, or after it. The distance is not negative (`invalid_value`
/// otherwise).
template <class V>
[[nodiscard]] constexpr query::frame_bound<query::frame_edge::preceding, V> preceding(V distance) {
    return {distance};
}
template <class V>
[[nodiscard]] constexpr query::frame_bound<query::frame_edge::following, V> following(V distance) {
    return {distance};
}

/// In a window: the rows from `start` to `end`, counted one by one.
template <class Start, class End>
    requires(query::is_frame_bound<Start> && query::is_frame_bound<End>)
[[nodiscard]] constexpr auto rows_between(Start start, End end) {
    return query::window_frame<query::frame_mode::rows, Start, End>{start, end};
}
/// The rows whose ordering key is at most so far away: a number, or for times and days a duration.
template <class Start, class End>
    requires(query::is_frame_bound<Start> && query::is_frame_bound<End>)
[[nodiscard]] constexpr auto range_between(Start start, End end) {
    return query::window_frame<query::frame_mode::range, Start, End>{start, end};
}
/// Rows that are equal in the order are taken together, and counted as one.
template <class Start, class End>
    requires(query::is_frame_bound<Start> && query::is_frame_bound<End>)
[[nodiscard]] constexpr auto groups_between(Start start, End end) {
    return query::window_frame<query::frame_mode::groups, Start, End>{start, end};
}

} // namespace dataflow
