// Calls of SQL functions: one node for all of them, what they take, and how a mistake is told.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/sql/function_text.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

/// The type in which values are worked with: whole numbers have 64 bits, real ones are double.
template <class T>
using wide =
    std::conditional_t<schema::is_id<T>, T,
                       std::conditional_t<category_of<T> == category::integer, std::int64_t,
                                          std::conditional_t<category_of<T> == category::real, double, T>>>;

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

/// The kinds of arguments.
enum class takes : std::uint8_t {
    anything,
    whole,
    real,
    rounded,
    number,
    summed,
    text,
    text_or_bytes,
    timestamp,
    time,
    ordered
};

/// Whether a type is of a kind.
template <takes Kind, class T>
[[nodiscard]] constexpr bool is_of() noexcept {
    constexpr auto c = category_of<T>;
    constexpr bool counts = c == category::integer || c == category::real;
    constexpr bool exact = c == category::decimal || c == category::duration;
    if constexpr (Kind == takes::anything) return c != category::none;
    else if constexpr (Kind == takes::ordered && c == category::mapped)
        return is_of<takes::ordered, schema::stored_form<bare<T>>>();
    else if constexpr (Kind == takes::ordered && c == category::listed)
        return schema::has_order<T> && facts_of(storage_of<bare<T>>).extremes;
    else if constexpr (Kind == takes::ordered)
        return counts || exact || c == category::text || c == category::timestamp || c == category::date;
    else if constexpr (schema::is_id<T>) return false;
    else if constexpr (Kind == takes::whole) return c == category::integer;
    else if constexpr (Kind == takes::real) return c == category::real;
    else if constexpr (Kind == takes::rounded) return c == category::real || c == category::decimal;
    else if constexpr (Kind == takes::number) return counts;
    else if constexpr (Kind == takes::summed) return counts || exact;
    else if constexpr (Kind == takes::text) return c == category::text;
    else if constexpr (Kind == takes::text_or_bytes) return c == category::text || c == category::bytes;
    else if constexpr (Kind == takes::timestamp) return c == category::timestamp;
    else return c == category::timestamp || c == category::date;
}

namespace detail {

/// The type of a plain value of a kind.
template <takes Kind>
using plain_type =
    std::conditional_t<Kind == takes::whole, std::int64_t,
                       std::conditional_t<Kind == takes::text || Kind == takes::text_or_bytes, std::string,
                                          std::conditional_t<Kind == takes::timestamp, timestamp, double>>>;

template <fixed_string Function, takes Kind, class V>
constexpr auto find_argument_verdict() {
    if constexpr (parameter<V>) return rule::ok{};
    else if constexpr (refused_expression<V>) return rule::told_before{};
    else if constexpr (scalar<V>) {
        if constexpr (is_of<Kind, typename V::type>()) return rule::ok{};
        else
            return rule::a_function_is_given_another_type<Function, typename V::model, field_text<V>,
                                                          typename V::type>{};
    } else if constexpr (literal_for<plain_type<Kind>, V> && !is_decimal<bare<V>>) return rule::ok{};
    else return rule::a_function_is_given_another_type<Function, void, fixed_string<1>{}, V>{};
}

/// A value of type T next to an expression E: what `make_literal` asks of an expression.
template <class T, class E>
struct beside {
    using type = T;
    static constexpr std::string_view name = field_of<E>();
};

/// What a literal stands next to where there is no expression.
struct no_expression {};

/// A plain value as a decimal. Throws `invalid_value` where it does not fit.
template <class T, class V>
constexpr auto fitting_decimal(const V& v, std::string_view field) {
    if constexpr (schema::is_optional<V>) {
        using made = std::optional<decltype(fitting_decimal<T>(*v, field))>;
        return v.has_value() ? made{fitting_decimal<T>(*v, field)} : made{};
    } else if constexpr (is_decimal<V>) return T{v};
    else {
        const std::int64_t number = checked_integer(v, field);
        if (!dataflow::detail::has_digits(number * dataflow::detail::power_of_ten(T::scale), T::digits))
            refuse_literal(field, "a number out of the decimal's range");
        return T{number};
    }
}

} // namespace detail

/// The verdict on one argument of a function.
template <fixed_string Function, takes Kind, class V>
using argument_verdict =
    rule::diagnostic<decltype(detail::find_argument_verdict<Function, Kind, std::remove_cvref_t<V>>())>;

/// An argument as an expression: a plain value or a `df::param` becomes one of type T. `E` is the expression
/// that it stands next to, whose column is named in messages.
template <class T, class E, class V>
[[nodiscard]] constexpr auto as_expression(V&& v) {
    using given = std::remove_cvref_t<V>;
    if constexpr (scalar<given>) return given(std::forward<V>(v));
    else if constexpr (parameter<given>) return make_placeholder<detail::beside<T, E>>(v);
    else if constexpr (detail::is_decimal<T>) { // it takes the type: what it cannot hold is refused, not
                                                // brought to the end of the range
        const auto held = detail::fitting_decimal<T>(v, detail::field_of<E>());
        return make_literal<literal_of<detail::beside<T, E>, decltype(held)>>(held, detail::field_of<E>());
    } else
        return make_literal<literal_of<detail::beside<T, E>, V>>(std::forward<V>(v), detail::field_of<E>());
}
template <takes Kind, class E, class V>
[[nodiscard]] constexpr auto as_argument(V&& v) {
    return as_expression<detail::plain_type<Kind>, E>(std::forward<V>(v));
}

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
