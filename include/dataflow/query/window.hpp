// Values over other rows of what is selected: `df::sum(x).over(df::partition_by(a), df::order_by(b))`.
#pragma once

#include <dataflow/query/aggregate.hpp>
#include <dataflow/query/group.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/sql/parts.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// The rows that are looked at together; all, where there is none.
template <class... K>
struct partition {
    operands<K...> keys{};
};
/// Their order.
template <class... O>
struct window_order {};

/// Whether an argument of `over` is a frame; see query/window_frame.hpp.
template <class W>
inline constexpr bool is_window_frame = false;

/// Which rows of its partition a function sees, where that is not said. An order alone would mean RANGE: then
/// rows that are equal in the order are seen all at once, and a running total jumps. So it is said by rows.
enum class frame : std::uint8_t { none, up_to_the_row, all };

namespace detail {

constexpr void write_frame(sql::writer& w, frame f) {
    if (f == frame::up_to_the_row) w << " ROWS UNBOUNDED PRECEDING";
    else if (f == frame::all) w << " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
}

template <frame Frame, class Partition, class Order>
struct window_writer;
template <frame Frame, class... K, class... O>
struct window_writer<Frame, partition<K...>, window_order<O...>> {
    /// `at`: the places of the keys.
    static constexpr void write(sql::writer& w, sql::place at) {
        [[maybe_unused]] const auto keys = operands<K...>::places(at);
        std::size_t next = 0;
        w << " OVER (";
        ((w << (next == 0 ? "PARTITION BY " : ", "), write_operand<K>(w, keys[next]), ++next), ...);
        if constexpr (sizeof...(K) != 0 && sizeof...(O) != 0) w << " ";
        bool first = true;
        ((w << (first ? "ORDER BY " : ", "), first = false,
          sql::order_key(w, O::descending, O::column::nullable, O::nulls_come_first,
                         &write_operand<typename O::column>, sql::place{})),
         ...);
        if constexpr (sizeof...(O) != 0) write_frame(w, Frame);
        w << ")";
    }
};

} // namespace detail

/// A function over a window. F is an aggregate, or a function that has a meaning here alone.
template <class F, class Partition, class Order>
struct windowed;
template <class F, class... K, class... O>
struct windowed<F, partition<K...>, window_order<O...>>
    : operands<F, K...>, operations<windowed<F, partition<K...>, window_order<O...>>> {
    using dataflow_scalar = void;
    using type = typename F::type;
    using inputs =
        decltype(typename operands<F, K...>::inputs{} + (types<>{} + ... + typename O::column::inputs{}));
    using model = typename detail::common_model<F, K..., typename O::column...>::type;
    using window_parts = decltype(typename F::window_parts{} +
                                  types<K..., typename O::column...>{}); ///< see query/contents.hpp
    static constexpr bool window = true;
    static constexpr bool nullable = F::null_in_a_window;

    constexpr windowed(const F& f, const operands<K...>& keys) : operands<F, K...>{f, keys} {}

    static constexpr void write(sql::writer& w, sql::place at) {
        constexpr frame seen = [] {
            if constexpr (requires { F::seen; }) return F::seen;
            else return frame::up_to_the_row;
        }();
        F::write_over(w, at,
                      {&detail::window_writer<seen, partition<K...>, window_order<O...>>::write,
                       at.after(F::parameters)});
    }
};

template <class F, class Partition, class Order>
inline constexpr bool null_in_a_group<windowed<F, Partition, Order>> = null_in_a_group<F>;

namespace detail {

template <class W>
inline constexpr bool is_partition = false;
template <class... K>
inline constexpr bool is_partition<partition<K...>> = true;
template <class W>
inline constexpr bool is_window_order = false;
template <class... O>
inline constexpr bool is_window_order<window_order<O...>> = true;

template <class T>
constexpr auto find_window_order_verdict() {
    using O = typename as_ordering<T>::type;
    if constexpr (!is_ordering<T> && !scalar<T>) return rule::an_argument_is_not_an_ordering<void, T>{};
    else if constexpr (requires { O::column::refers_to; })
        return rule::an_argument_is_not_an_ordering<void, T>{};
    else if constexpr (windows<typename O::column>)
        return rule::a_window_is_used_in_an_aggregate<typename O::model>{};
    else if constexpr (has_no_order<typename O::column>) return no_order_verdict<typename O::column>{};
    else if constexpr (O::column::parameters != 0)
        return rule::an_ordering_binds_values<typename O::column>{};
    else return rule::ok{};
}
template <class K>
constexpr auto find_partition_verdict() {
    if constexpr (!scalar<K>) return rule::an_argument_is_not_part_of_a_window<K>{};
    else if constexpr (windows<K>) return rule::a_window_is_used_in_an_aggregate<typename K::model>{};
    else return rule::ok{};
}

template <class F>
struct distinct_verdict {
    using type = rule::ok;
};
template <class T, bool Nullable, class E, class P, bool Narrowed>
struct distinct_verdict<aggregate_call<functions::count_distinct, T, Nullable, E, P, Narrowed>> {
    using type = rule::a_window_counts_distinct_values<typename E::model>;
};
template <class... W>
constexpr auto find_window_parts_verdict() {
    return rule::first_broken<
        std::conditional_t<is_partition<W> || is_window_order<W> || is_window_frame<W>, rule::ok,
                           rule::an_argument_is_not_part_of_a_window<W>>...>{};
}

template <class F, bool Ordered>
constexpr auto find_needed_order_verdict() {
    if constexpr (requires { F::function_name; } && !Ordered)
        return rule::a_window_needs_an_order<F::function_name>{};
    else return rule::ok{};
}

struct no_frame {};
[[nodiscard]] constexpr no_frame frame_of() { return {}; }
template <class First, class... Rest>
[[nodiscard]] constexpr auto frame_of(const First& first, const Rest&... rest) {
    if constexpr (is_window_frame<First>) return first;
    else return frame_of(rest...);
}
/// In query/window_frame.hpp and query/window_framed.hpp.
template <class F, class Order, class Frame>
struct find_frame_verdict;
template <class F, class Order>
struct find_frame_verdict<F, Order, no_frame> {
    using type = rule::ok;
};
template <class Order, class F, class... K, class Frame>
[[nodiscard]] constexpr auto make_framed(const F& f, const operands<K...>& keys, const Frame& frame);

[[nodiscard]] constexpr partition<> partition_of() { return {}; }
template <class First, class... Rest>
[[nodiscard]] constexpr auto partition_of(const First& first, const Rest&... rest) {
    if constexpr (is_partition<First>) return first;
    else return partition_of(rest...);
}
struct orders_window {
    template <class W>
    constexpr hana::bool_<is_window_order<W>> operator()(hana::basic_type<W>) const noexcept {
        return {};
    }
};

} // namespace detail

template <class F, class... W>
struct window_over {
    static_assert((0 + ... + (detail::is_partition<W> ? 1 : 0)) < 2 &&
                      (0 + ... + (detail::is_window_order<W> ? 1 : 0)) < 2 &&
                      (0 + ... + (is_window_frame<W> ? 1 : 0)) < 2,
                  "dataflow: a window has one partition_by, one order_by, and one frame; give the first two "
                  "all their keys");
    using order = first_that<types<W..., window_order<>>, detail::orders_window>; // or none
    using frame_type = decltype(detail::frame_of(std::declval<const W&>()...));
    using verdict = rule::first_broken<
        decltype(detail::find_window_parts_verdict<W...>()), typename detail::distinct_verdict<F>::type,
        decltype(detail::find_needed_order_verdict<F, !std::is_same_v<order, window_order<>>>()),
        typename detail::find_frame_verdict<F, order, frame_type>::type>;

    [[nodiscard]] static constexpr auto make(const F& f, const W&... window) {
        if constexpr (!rule::is_ok<verdict>) return refused_scalar{};
        else {
            const auto among = detail::partition_of(window...);
            if constexpr (std::is_same_v<frame_type, detail::no_frame>)
                return windowed<F, std::remove_cvref_t<decltype(among)>, order>{f, among.keys};
            else return detail::make_framed<order>(f, among.keys, detail::frame_of(window...));
        }
    }
};

} // namespace dataflow::query

namespace dataflow {

/// In a window: only rows of which these are the same.
template <class... K>
[[nodiscard]] constexpr auto partition_by(const K&... keys) {
    using verdict = rule::first_broken<decltype(query::detail::find_partition_verdict<K>())...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::partition<>{};
    else return query::partition<K...>{query::make_operands(keys...)};
}
/// In a window: the order of its rows.
template <class... By>
[[nodiscard]] constexpr auto order_by(const By&...) {
    using verdict = rule::first_broken<decltype(query::detail::find_window_order_verdict<By>())...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::window_order<>{};
    else return query::window_order<typename query::as_ordering<By>::type...>{};
}

} // namespace dataflow
