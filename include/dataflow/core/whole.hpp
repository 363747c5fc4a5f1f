// Whole numbers where a program gives one: keys, limits, sizes. Nothing is cut or reinterpreted on the way
// in.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/rules.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::detail {

/// An integer type that counts: neither a truth value nor a character.
template <class T>
concept whole =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// What is a whole number, or converts to one without loss: a constant of an enumeration, a
/// `std::integral_constant`.
template <class T>
concept given_as_whole = whole<T> || (!std::is_arithmetic_v<T> && requires(const T& v) { std::int64_t{v}; });

/// The integer types of keys.
template <class T>
inline constexpr bool is_key_number =
    std::is_same_v<T, std::int64_t> || std::is_same_v<T, std::int32_t> || std::is_same_v<T, std::int16_t>;

/// Whether a whole number is one of type To.
template <whole To, whole From>
[[nodiscard]] constexpr bool is_in_range(From n) noexcept {
    const auto as = static_cast<To>(n);
    return static_cast<From>(as) == n && (as < To{}) == (n < From{});
}

/// The verdict on a whole number that a `Place` of a model takes.
template <class Model, fixed_string Place, class Given>
using whole_verdict =
    rule::diagnostic<std::conditional_t<given_as_whole<Given>, rule::ok,
                                        rule::a_whole_number_is_expected<Model, Place, Given>>>;

/// A given whole number as a To, for which there is a verdict; `refuse()` throws where it does not fit.
template <whole To = std::int64_t, class V, class Refuse>
[[nodiscard]] constexpr To as_whole(const V& v, Refuse&& refuse) {
    if constexpr (!whole<V>) return detail::as_whole<To>(std::int64_t{v}, refuse);
    else {
        if constexpr (!std::same_as<To, V>)
            if (!is_in_range<To>(v)) refuse();
        return static_cast<To>(v);
    }
}

/// Throws `invalid_value`: a number that a place of no node cannot hold. Not constexpr: such a constant does
/// not compile.
[[noreturn, gnu::cold]] inline void refuse_whole(std::string_view message) {
    raise(error_kind::invalid_value, {.message = std::string{message}});
}

} // namespace dataflow::detail
