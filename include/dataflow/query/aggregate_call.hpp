// An aggregate as an expression: one value of many records. It stands in what a statement selects, not in a
// filter or an assignment.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/case_when.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/detail/functions_exact.hpp>
#include <dataflow/query/function.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// No condition: every record counts.
struct every_record {
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 0, lists = 0, optionals = 0;
    constexpr void bind(binder&) const {}
};
/// No expression: records are counted.
struct any_record {
    using type = std::int64_t;
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0, lists = 0;
    static constexpr void write(sql::writer& w, sql::place) { w << "*"; }
    constexpr void bind(binder&) const {}
};

namespace functions {
inline constexpr function_text count{"count(@)", "count(@)"};
inline constexpr function_text count_distinct{"count(DISTINCT @)", "count(DISTINCT @)"};
inline constexpr function_text min{"min(@)", "min(@)"};
inline constexpr function_text max{"max(@)", "max(@)"};
inline constexpr function_text sum_whole{"dataflow_sum(@)", "sum(@)", "sum(@)"};
inline constexpr function_text sum_real{"dataflow_sum(@)", "sum(CAST(@ AS DOUBLE PRECISION))", "sum(@)"};
inline constexpr function_text sum_exact{"dataflow_sum(@)", "sum(@)", "sum(@)"};
// PostgreSQL's mean has as many digits after the point as its operands. Where the dialect has a fine decimal,
// the sum is made one and divided by the count: so it is rounded once, in the end, and no operand is
// converted.
inline constexpr function_text avg_exact{"dataflow_decimal_avg(@, @)", "avg(@)"};
inline constexpr function_text avg{"dataflow_avg(@)", "avg(CAST(@ AS DOUBLE PRECISION))", "avg(@)"};
} // namespace functions

/// How a type is summed: the type of the sum, and the function. A number type of another kind has its own.
template <class T>
struct sum_of {
    using type = double;
    static constexpr const function_text& text = functions::sum_real;
    static constexpr bool narrowed = false;
};
template <class T>
    requires(category_of<T> == category::integer)
struct sum_of<T> {
    using type = std::int64_t;
    static constexpr const function_text& text = functions::sum_whole;
    static constexpr bool narrowed = true; ///< PostgreSQL sums in a wider type, and the sum has to fit
};

template <class T>
    requires(category_of<T> == category::decimal)
struct sum_of<T> {
    using type = detail::summed_decimal<T>;
    static constexpr const function_text& text = functions::sum_exact;
    static constexpr bool narrowed = true;
};
template <class T>
    requires(category_of<T> == category::duration)
struct sum_of<T> {
    using type = detail::summed_duration<T>;
    static constexpr const function_text& text = functions::sum_exact;
    static constexpr bool narrowed = true;
};

/// The same for a mean.
template <class T>
struct mean_of {
    using type = double;
    static constexpr const function_text& text = functions::avg;
    static constexpr bool narrowed = false;
};
template <class T>
    requires(category_of<T> == category::decimal)
struct mean_of<T> {
    using type = detail::mean_decimal<T>;
    static constexpr const function_text& text = functions::avg_exact;
    static constexpr bool narrowed = true;
};
template <class T>
    requires(category_of<T> == category::duration)
struct mean_of<T> {
    using type = std::chrono::microseconds;
    static constexpr const function_text& text = functions::avg_exact;
    static constexpr bool narrowed = true;
};

/// A window over a function, in query/window.hpp.
template <class F, class... W>
struct window_over;

/// An aggregate of type T over an expression E, of the records that fulfill P.
template <const function_text& Function, class T, bool Nullable, class E, class P = every_record,
          bool Narrowed = false>
struct aggregate_call : operands<E, P>, operations<aggregate_call<Function, T, Nullable, E, P, Narrowed>> {
    using dataflow_scalar = void;
    using type = T;
    using operand_type = E;
    static constexpr bool aggregate = true;
    static constexpr bool nullable = Nullable;

    constexpr aggregate_call() = default;
    constexpr explicit aggregate_call(E e, P p = {})
        : operands<E, P>(make_operands(std::move(e), std::move(p))) {}

    static constexpr void write(sql::writer& w, sql::place at) { write_over(w, at, {}); }
    /// The same; `window` writes what follows the call.
    static constexpr void write_over(sql::writer& w, sql::place at, sql::clause window) {
        constexpr bool exact = Narrowed && detail::is_decimal<T>;
        const bool scaled = w.dialect().decimals_scaled;
        const bool cast = Narrowed && (exact || w.dialect().sums_widen);
        if (cast) w << (exact && scaled ? "dataflow_decimal_as(" : "CAST(");
        constexpr int finer = detail::scale_of<T> - detail::scale_of<typename E::type>; // of a mean
        const auto operand = w.dialect().filters_aggregates ? &write_operand<E> : &write_chosen;
        const argument_writer writers[]{{operand, nullptr}, {&written_number<finer>::write, nullptr}};
        const sql::place places[]{at, {}};
        if (&Function == &functions::avg_exact && !w.dialect().fine_decimal.empty()) {
            write_call(w << "CAST(", functions::sum_exact, writers, places);
            write_rows(w, at, window);
            write_call(w << " AS " << w.dialect().fine_decimal << ") / ", functions::count, writers, places);
        } else write_call(w, Function, writers, places);
        write_rows(w, at, window);
        if (!cast) return;
        if constexpr (exact) {
            if (scaled) w << ", ";
            else (w << " AS ").cast_type(storage::decimal) << "(";
            w.number(T::digits) << ", ";
            w.number(T::scale) << (scaled ? ", " : "))");
            if (scaled) w.number(T::scale) << ")";
        } else (w << " AS ").cast_type(storage::int64) << ")";
    }

    /// Only of the records that fulfill a predicate.
    template <class Q>
        requires(std::is_same_v<P, every_record>)
    [[nodiscard]] constexpr auto where(const Q& q) const {
        using checked = condition_verdict<Q>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<condition_verdict<Q>>) return *this;
        else {
            using nested = rule::first_broken<
                std::conditional_t<windows<Q>, rule::a_window_is_used_in_an_aggregate<typename Q::model>,
                                   rule::ok>,
                std::conditional_t<aggregates<Q>, rule::an_aggregate_is_nested<typename Q::model>, rule::ok>>;
            static_assert(nested{});
            return aggregate_call<Function, T, Nullable, E, Q, Narrowed>{this->first, q};
        }
    }
    /// For each row, of rows around it: `df::sum(x).over(df::partition_by(a), df::order_by(b))`; needs
    /// <dataflow/windows.hpp>.
    template <class... W>
    [[nodiscard]] constexpr auto over(const W&... window) const {
        if constexpr (requires { sizeof(window_over<aggregate_call, W...>); }) {
            using checked = typename window_over<aggregate_call, W...>::verdict;
            static_assert(rule::told<checked>::verdict);
            return window_over<aggregate_call, W...>::make(*this, window...);
        } else {
            using checked =
                rule::diagnostic<rule::windows_need_the_header_dataflow_windows_hpp<typename E::model>>;
            static_assert(checked{});
            return refused_scalar{};
        }
    }
    /// What a window over this uses of the rows, and whether it can be NULL: a window is never empty.
    using window_parts = types<E, P>;
    static constexpr bool null_in_a_window = Nullable && (E::nullable || !std::is_same_v<P, every_record>);

  private:
    static constexpr bool filtered = !std::is_same_v<P, every_record>;

    /// Of which rows the call is.
    static constexpr void write_rows(sql::writer& w, sql::place at, sql::clause window) {
        if constexpr (filtered) {
            if (w.dialect().filters_aggregates)
                P::write(w << " FILTER (WHERE ", aggregate_call::second(at)), w << ")";
        }
        if (!(window == nullptr)) window(w);
    }
    /// The operand, or NULL where the predicate does not hold: for a database without FILTER.
    static constexpr void write_chosen(sql::writer& w, sql::place at) {
        if constexpr (!filtered) write_operand<E>(w, at);
        else {
            P::write(w << "CASE WHEN ", aggregate_call::second(at));
            w << " THEN ";
            if constexpr (std::is_same_v<E, any_record>) w << "1";
            else write_operand<E>(w, at);
            w << " END";
        }
    }
};

namespace detail {
template <fixed_string Function, takes Kind, class E>
constexpr auto find_aggregate_verdict() {
    if constexpr (windows<E>) return rule::a_window_is_used_in_an_aggregate<typename E::model>{};
    else return find_argument_verdict<Function, Kind, E>();
}
} // namespace detail

/// The verdict on the argument of an aggregate.
template <fixed_string Function, takes Kind, class E>
using aggregate_verdict = rule::diagnostic<decltype(detail::find_aggregate_verdict<Function, Kind, E>())>;

template <class Verdict, const function_text& Function, class T, bool Nullable, bool Narrowed = false,
          class E>
[[nodiscard]] constexpr auto make_aggregate(const E& e) {
    if constexpr (!rule::is_ok<Verdict>)
        return aggregate_call<refused_text, T, Nullable, any_record>{any_record{}};
    else return aggregate_call<Function, T, Nullable, E, every_record, Narrowed>{e};
}

} // namespace dataflow::query
