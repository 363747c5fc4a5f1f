// A function over a window with a frame of its own.
#pragma once

#include <dataflow/query/window_frame.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

namespace detail {

/// An end of a frame; `at`: the place of its distance.
template <class Bound, class D, bool Typed>
constexpr void write_bound(sql::writer& w, sql::place at) {
    using enum frame_edge;
    constexpr std::string_view words[]{"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW", " FOLLOWING",
                                       "UNBOUNDED FOLLOWING"};
    if constexpr (!std::is_void_v<typename Bound::distance_type>) {
        literal<D, D>::write(w, at);
        if (Typed && w.dialect().typed_values) (w << "::").type(schema::info_of<D>.stored);
    }
    w << words[static_cast<std::size_t>(Bound::edge)];
}

/// The first moment of a day.
template <class E>
constexpr void write_first_moment(sql::writer& w, sql::place at) {
    const argument_writer writers[]{{&write_operand<E>, nullptr}};
    const sql::place places[]{at};
    write_call(w, functions::day_to_time, writers, places);
}

/// The key of an ordering; as a number, where the distances of a frame are counted in times.
template <class E, bool Counted>
constexpr void write_frame_key(sql::writer& w) {
    constexpr bool day = category_of<typename E::type> == category::date;
    if constexpr (Counted && (day || std::is_same_v<typename E::type, timestamp>)) {
        constexpr auto moment = [] {
            if constexpr (day) return &write_first_moment<E>;
            else return &write_operand<E>;
        }();
        const argument_writer writers[]{{moment, nullptr}};
        const sql::place places[]{{}};
        write_call(w, functions::since_epoch, writers, places);
    } else write_operand<E>(w, {});
}

template <class Frame, class D, class Partition, class Order>
struct framed_writer;
template <class Frame, class D, class... K, class... O>
struct framed_writer<Frame, D, partition<K...>, window_order<O...>> {
    static constexpr bool counted = Frame::mode == frame_mode::range && Frame::has_distance;
    using start = typename Frame::start_type;
    using end = typename Frame::end_type;

    /// `at`: the places of the keys, and after them those of the distances.
    static constexpr void write(sql::writer& w, sql::place at) {
        constexpr std::string_view modes[]{"ROWS", "RANGE", "GROUPS"};
        constexpr std::string_view exclusions[]{"", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP",
                                                " EXCLUDE TIES"};
        [[maybe_unused]] const auto keys = operands<K...>::places(at);
        std::size_t next = 0;
        w << " OVER (";
        ((w << (next == 0 ? "PARTITION BY " : ", "), write_operand<K>(w, keys[next]), ++next), ...);
        if constexpr (sizeof...(K) != 0) w << " ";
        bool first = true;
        ((w << (first ? "ORDER BY " : ", "), first = false,
          sql::order_key(w, O::descending, O::column::nullable, O::nulls_come_first,
                         [](sql::writer& to) { write_frame_key<typename O::column, counted>(to); })),
         ...);
        const auto starts = at.after(operands<K...>::parameters);
        w << " " << modes[static_cast<std::size_t>(Frame::mode)] << " BETWEEN ";
        write_bound<start, D, counted>(w, starts);
        w << " AND ";
        write_bound<end, D, counted>(w, starts.after(distance_operands<D, start>::parameters));
        w << exclusions[static_cast<std::size_t>(Frame::exclusion)] << ")";
    }
};

/// The function, the keys and the distances.
template <class F, class Keys, class... More>
struct framed_operands;
template <class F, class... K, class... S, class... E>
struct framed_operands<F, operands<K...>, operands<S...>, operands<E...>> {
    using type = operands<F, K..., S..., E...>;
};

} // namespace detail

/// A function over a window, of the rows of a frame.
template <class F, class Partition, class Order, class Frame>
struct framed;
template <class F, class... K, class... O, class Frame>
struct framed<F, partition<K...>, window_order<O...>, Frame>
    : detail::framed_operands<
          F, operands<K...>,
          detail::distance_operands<typename detail::frame_distance<Frame, window_order<O...>>::type,
                                    typename Frame::start_type>,
          detail::distance_operands<typename detail::frame_distance<Frame, window_order<O...>>::type,
                                    typename Frame::end_type>>::type,
      operations<framed<F, partition<K...>, window_order<O...>, Frame>> {
    using distance = typename detail::frame_distance<Frame, window_order<O...>>::type;
    using base =
        typename detail::framed_operands<F, operands<K...>,
                                         detail::distance_operands<distance, typename Frame::start_type>,
                                         detail::distance_operands<distance, typename Frame::end_type>>::type;
    using dataflow_scalar = void;
    using type = typename F::type;
    using inputs = decltype(typename base::inputs{} + (types<>{} + ... + typename O::column::inputs{}));
    using model = typename detail::common_model<F, K..., typename O::column...>::type;
    using window_parts = decltype(typename F::window_parts{} +
                                  types<K..., typename O::column...>{}); ///< see query/contents.hpp
    static constexpr bool window = true;
    static constexpr bool nullable =
        F::null_in_a_window || (!Frame::holds_its_row && detail::null_of_nothing<F>());

    constexpr explicit framed(const base& all) : base(all) {}

    static constexpr void write(sql::writer& w, sql::place at) {
        F::write_over(w, at,
                      {&detail::framed_writer<Frame, distance, partition<K...>, window_order<O...>>::write,
                       at.after(F::parameters)});
    }
};

template <class F, class Partition, class Order, class Frame>
inline constexpr bool null_in_a_group<framed<F, Partition, Order, Frame>> =
    null_in_a_group<F> || (!Frame::holds_its_row && detail::null_of_nothing<F>());

namespace detail {

/// Made by `over`.
template <class Order, class F, class... K, class Frame>
[[nodiscard]] constexpr auto make_framed(const F& f, const operands<K...>& keys, const Frame& frame) {
    using mover = std::conditional_t<Frame::moves, moving<F>, std::type_identity<F>>;
    using function = typename mover::type;
    using distance = typename frame_distance<Frame, Order>::type;
    const auto all = join_operands(join_operands(keys, distance_operand<distance>(frame.start)),
                                   distance_operand<distance>(frame.end));
    if constexpr (Frame::moves)
        return framed<function, partition<K...>, Order, Frame>{
            join_operands(make_operands(moving<F>::of(f)), all)};
    else return framed<F, partition<K...>, Order, Frame>{join_operands(make_operands(f), all)};
}

} // namespace detail

} // namespace dataflow::query
