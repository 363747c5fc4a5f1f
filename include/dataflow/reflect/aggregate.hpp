// The fields of an aggregate: how many, of what types, where, and with what initialisers.
#pragma once

#include <boost/pfr/core.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::reflect {

/// A struct that can be taken apart: an aggregate without base classes, of at most 100 fields.
template <class T>
concept aggregate = std::is_aggregate_v<T> && std::is_class_v<T> && !std::is_union_v<T>;

template <class T>
inline constexpr std::size_t field_count = boost::pfr::tuple_size_v<T>;

template <class T, std::size_t I>
using field_type = boost::pfr::tuple_element_t<I, T>;

/// The I-th field of an object.
template <std::size_t I, class T>
[[nodiscard]] constexpr decltype(auto) get(T& object) noexcept {
    return boost::pfr::get<I>(object);
}

namespace detail {
template <class T, std::size_t I>
consteval bool readable_when_default() {
    T object; // default-initialised: a field without an initialiser stays indeterminate
    [[maybe_unused]] const auto copy = boost::pfr::get<I>(object);
    return true;
}
template <class T>
consteval bool constructible_when_constant() {
    [[maybe_unused]] T object{};
    return true;
}
} // namespace detail

/// Whether the compiler can make a T in a constant expression, and so can see its initialisers.
/// (clang with libstdc++ 12 cannot where T holds a std::string.)
template <class T>
concept constant_constructible = requires { typename std::bool_constant<detail::constructible_when_constant<T>()>; };

/// Whether the I-th field, a scalar, has a default member initialiser: reading it from a
/// default-initialised object is a constant expression only then.
template <class T, std::size_t I>
concept initialised = requires { typename std::bool_constant<detail::readable_when_default<T, I>()>; };

/// Byte offsets of the fields, by the layout rule that all supported ABIs share for structs without
/// bit-fields: each field at the next multiple of its alignment. `struct_size` is checked by the caller
/// against sizeof(T).
template <class T>
struct layout_of {
    std::array<std::uint32_t, field_count<T> + 1> offsets{};
    std::size_t struct_size = 0;
};

template <class T>
inline constexpr auto field_layout = []<std::size_t... I>(std::index_sequence<I...>) {
    layout_of<T> out;
    constexpr std::size_t n = sizeof...(I);
    const std::array<std::size_t, n + 1> sizes{sizeof(field_type<T, I>)..., 0};
    const std::array<std::size_t, n + 1> aligns{alignof(field_type<T, I>)..., 1};
    std::size_t at = 0;
    std::size_t widest = 1;
    for (std::size_t i = 0; i < n; ++i) {
        at = (at + aligns[i] - 1) / aligns[i] * aligns[i];
        out.offsets[i] = static_cast<std::uint32_t>(at);
        at += sizes[i];
        if (aligns[i] > widest) widest = aligns[i];
    }
    out.struct_size = (at + widest - 1) / widest * widest;
    return out;
}(std::make_index_sequence<field_count<T>>{});

} // namespace dataflow::reflect
