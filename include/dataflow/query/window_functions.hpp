// Functions that have a meaning over a window alone: positions, ranks, other rows.
#pragma once

#include <dataflow/query/window.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// The place of a row in the order of its window.
template <fixed_string Name>
struct position_function {
    using type = std::int64_t;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    using window_parts = types<>;
    static constexpr auto function_name = Name;
    static constexpr frame seen = frame::none;
    static constexpr bool nullable = false, null_in_a_window = false;
    static constexpr std::size_t parameters = 0, lists = 0;

    constexpr void bind(binder&) const {}
    static constexpr void write_over(sql::writer& w, sql::place, sql::clause window) {
        w << Name.view() << "()";
        window(w);
    }
    template <class... W>
    [[nodiscard]] constexpr auto over(const W&... window) const {
        using checked = typename window_over<position_function, W...>::verdict;
        static_assert(rule::told<checked>::verdict);
        return window_over<position_function, W...>::make(*this, window...);
    }
};

/// No value for where no row is.
struct no_default {
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = true;
    static constexpr std::size_t parameters = 0, lists = 0;
    constexpr void bind(binder&) const {}
};

/// The value of an expression in another row of the window: so many rows before or after (`Rows`), or its
/// first or last.
template <fixed_string Name, frame Seen, std::int64_t Rows, class T, class E, class Default = no_default>
struct row_function : operands<E, Default> {
    using type = T;
    using window_parts = types<E, Default>;
    static constexpr auto function_name = Name;
    static constexpr frame seen = Seen;
    static constexpr bool null_in_a_window = E::nullable || (Rows != 0 && Default::nullable);

    static constexpr void write_over(sql::writer& w, sql::place at, sql::clause window) {
        w << Name.view() << "(";
        if constexpr (std::is_same_v<Default, no_default>) write_operand<E>(w, at);
        else write_widened<T, E>(w, at);
        if constexpr (Rows != 0) w << ", ", w.number(Rows);
        if constexpr (!std::is_same_v<Default, no_default>) {
            w << ", ";
            write_widened<T, Default>(w, row_function::second(at));
        }
        w << ")";
        window(w);
    }
    template <class... W>
    [[nodiscard]] constexpr auto over(const W&... window) const {
        using checked = typename window_over<row_function, W...>::verdict;
        static_assert(rule::told<checked>::verdict);
        return window_over<row_function, W...>::make(*this, window...);
    }
};

template <fixed_string Name, frame Seen, std::int64_t Rows, class T, class E, class Default>
inline constexpr bool null_in_a_group<row_function<Name, Seen, Rows, T, E, Default>> =
    null_in_a_group<E> || (Rows != 0 && null_in_a_group<Default>);

namespace detail {

template <fixed_string Name, frame Seen, std::int64_t Rows, class E>
[[nodiscard]] constexpr auto make_row_function(const E& e) {
    using checked = aggregate_verdict<Name, takes::anything, E>;
    static_assert(rule::told<checked>::verdict);
    return row_function<Name, Seen, Rows, typename E::type, E>{{e, {}}};
}
template <fixed_string Name, std::int64_t Rows, class E, class V>
[[nodiscard]] constexpr auto make_row_function(const E& e, V&& otherwise) {
    using verdict =
        rule::first_broken<aggregate_verdict<Name, takes::anything, E>, choice_verdict<Name, false, E, V>>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>)
        return row_function<Name, frame::none, Rows, typename E::type, E>{{e, {}}};
    else {
        using T = joint_type<typename E::type, std::remove_cvref_t<V>>;
        return row_function<Name, frame::none, Rows, T, E, expression_for<T, E, V>>{
            {e, {as_expression<T, E>(std::forward<V>(otherwise))}}};
    }
}

} // namespace detail

} // namespace dataflow::query

namespace dataflow {

/// In the order of a window: 1, 2, 3, ...; rows that are equal have any order among themselves.
[[nodiscard]] constexpr auto row_number() { return query::position_function<"row_number">{}; }
/// 1, 2, 2, 4: rows that are equal share a rank, and those after skip as many; `dense_rank` skips none.
[[nodiscard]] constexpr auto rank() { return query::position_function<"rank">{}; }
[[nodiscard]] constexpr auto dense_rank() { return query::position_function<"dense_rank">{}; }

/// The value in the row before, or `Rows` before; NULL, or another value, where there is none.
template <std::int64_t Rows = 1, query::scalar E>
[[nodiscard]] constexpr auto lag(const E& x) {
    static_assert(Rows > 0, "dataflow: lag and lead go at least one row on");
    return query::detail::make_row_function<"lag", query::frame::none, Rows>(x);
}
template <std::int64_t Rows = 1, query::scalar E, class V>
[[nodiscard]] constexpr auto lag(const E& x, V&& otherwise) {
    static_assert(Rows > 0, "dataflow: lag and lead go at least one row on");
    return query::detail::make_row_function<"lag", Rows>(x, std::forward<V>(otherwise));
}
/// The same of the row after.
template <std::int64_t Rows = 1, query::scalar E>
[[nodiscard]] constexpr auto lead(const E& x) {
    static_assert(Rows > 0, "dataflow: lag and lead go at least one row on");
    return query::detail::make_row_function<"lead", query::frame::none, Rows>(x);
}
template <std::int64_t Rows = 1, query::scalar E, class V>
[[nodiscard]] constexpr auto lead(const E& x, V&& otherwise) {
    static_assert(Rows > 0, "dataflow: lag and lead go at least one row on");
    return query::detail::make_row_function<"lead", Rows>(x, std::forward<V>(otherwise));
}

/// The value in the first, and in the last row of the whole window.
template <query::scalar E>
[[nodiscard]] constexpr auto first_value(const E& x) {
    return query::detail::make_row_function<"first_value", query::frame::all, 0>(x);
}
template <query::scalar E>
[[nodiscard]] constexpr auto last_value(const E& x) {
    return query::detail::make_row_function<"last_value", query::frame::all, 0>(x);
}

} // namespace dataflow
