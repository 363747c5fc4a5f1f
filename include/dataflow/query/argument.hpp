// The arguments of SQL functions: what they may be, and how a mistake is told.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// The type in which values are worked with: whole numbers have 64 bits, real ones are double.
template <class T>
using wide =
    std::conditional_t<schema::is_id<T>, T,
                       std::conditional_t<category_of<T> == category::integer, std::int64_t,
                                          std::conditional_t<category_of<T> == category::real, double, T>>>;

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

} // namespace dataflow::query
