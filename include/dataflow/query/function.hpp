// Calls of SQL functions: one expression for all of them.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/query/argument.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/sql/function_text.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

using sql::function_text;

/// The ways to write one argument.
struct argument_writer {
    void (*plain)(sql::writer&, sql::place);
    void (*widened)(sql::writer&, sql::place);
};

/// Writes a call; `places`: those of the arguments.
constexpr void write_call(sql::writer& w, const function_text& function,
                          constant_list<argument_writer> arguments, constant_list<sql::place> places) {
    auto text = w.dialect().text_of(function);
    if (text.empty()) return w.refuse(function.postgres.empty() ? function.sqlite : function.postgres);
    std::size_t next = 0;
    for (;;) {
        const auto at = text.find('@');
        w << text.substr(0, at);
        if (at == std::string_view::npos) return;
        text.remove_prefix(at + 1);
        if (!text.empty() && text[0] >= '1' && text[0] <= '9') {
            const auto named = static_cast<std::size_t>(text[0] - '1');
            text.remove_prefix(1);
            arguments[named].plain(w, places[named]);
            continue;
        }
        if (!text.starts_with('*')) {
            arguments[next].plain(w, places[next]);
            ++next;
            continue;
        }
        text.remove_prefix(1);
        for (bool first = true; next < arguments.size(); first = false) {
            if (!first) w << ", ";
            arguments[next].widened(w, places[next]);
            ++next;
        }
    }
}

/// Writes an expression as a value of a wide type T.
template <class T, class E>
constexpr void write_widened(sql::writer& w, sql::place at) {
    constexpr auto held = detail::stored_as<E>;
    constexpr bool real = std::is_same_v<T, double> && held != storage::float64;
    constexpr bool whole = std::is_same_v<T, std::int64_t> && held != storage::int64;
    constexpr int more = detail::scale_of<T> - detail::scale_of<typename E::type>; // T has room for them
    const auto& d = w.dialect();
    if (more > 0 && d.decimals_scaled) {
        w << "(";
        write_operand<E>(w, at);
        w << " * ";
        w.number(static_cast<std::int64_t>(dataflow::detail::power_of_ten(more))) << ")";
        return;
    }
    const bool cast = d.keeps_width ? real || whole : real && held != storage::float32;
    if (cast) w << "CAST(";
    write_operand<E>(w, at);
    if (cast) (w << " AS ").cast_type(whole ? storage::int64 : storage::float64) << ")";
}

/// A call of a function: `T` is the type of its value.
template <const function_text& Function, class T, bool Nullable, class... A>
struct call : operands<A...>, operations<call<Function, T, Nullable, A...>> {
    using dataflow_scalar = void;
    using type = T;
    static constexpr bool nullable = Nullable;

    constexpr call()
        requires(sizeof...(A) != 0)
    = default;
    constexpr explicit call(A... a) : operands<A...>{make_operands(std::move(a)...)} {}

    static constexpr void write(sql::writer& w, sql::place at) {
        const argument_writer writers[sizeof...(A) + 1]{{&write_operand<A>, &write_widened<T, A>}..., {}};
        const auto places = call::places(at);
        write_call(w, Function, {writers, sizeof...(A)}, places);
    }
};

/// What stands for a call that was refused, so that no second error follows.
inline constexpr function_text refused_text{"NULL", "NULL"};
template <class T, bool Nullable, class... A>
inline constexpr bool is_refused_expression<call<refused_text, T, Nullable, A...>> = true;

namespace detail {
template <const function_text& Function>
constexpr auto find_text_verdict() {
    constexpr auto there = Function.sqlite.empty() ? Function.postgres : Function.sqlite;
    if constexpr (!Function.sqlite.empty() && !Function.postgres.empty()) return rule::ok{};
    else
        return rule::a_function_has_no_text_for_one_of_the_databases<fixed_string<there.size() + 1>{there}>{};
}
} // namespace detail

/// Makes a call of expressions. NULL in, NULL out.
template <const function_text& Function, class T, class... A>
[[nodiscard]] constexpr auto make_call(A... arguments) {
    using verdict = rule::diagnostic<decltype(detail::find_text_verdict<Function>())>;
    static_assert(rule::told<verdict>::verdict);
    return call<Function, T, (false || ... || A::nullable), A...>{std::move(arguments)...};
}
template <class T>
[[nodiscard]] constexpr auto refused_call() {
    return call<refused_text, T, false>{};
}

/// A function of one argument.
template <class Verdict, const function_text& Function, class T, class E>
[[nodiscard]] constexpr auto call_one(const E& e) {
    if constexpr (!rule::is_ok<Verdict>) return refused_call<T>();
    else return make_call<Function, T>(e);
}

/// A function of an expression and another argument.
template <class Verdict, const function_text& Function, class T, takes Kind, class E, class V>
[[nodiscard]] constexpr auto call_two(const E& e, V&& v) {
    if constexpr (!rule::is_ok<Verdict>) return refused_call<T>();
    else {
        auto second = as_argument<Kind, E>(std::forward<V>(v));
        return make_call<Function, T>(e, std::move(second));
    }
}

/// A function of an expression and two other arguments.
template <class Verdict, const function_text& Function, class T, takes Second, takes Third, class E, class V,
          class U>
[[nodiscard]] constexpr auto call_three(const E& e, V&& v, U&& u) {
    if constexpr (!rule::is_ok<Verdict>) return refused_call<T>();
    else {
        auto second = as_argument<Second, E>(std::forward<V>(v));
        auto third = as_argument<Third, E>(std::forward<U>(u));
        return make_call<Function, T>(e, std::move(second), std::move(third));
    }
}

} // namespace dataflow::query
