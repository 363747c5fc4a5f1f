// The fields of an aggregate: of what types, and where.
#pragma once

#include <dataflow/reflect/bindings.hpp>
#include <dataflow/reflect/field_count.hpp>

#include <boost/pfr/core.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::reflect::detail {

/// References to all fields, as a tuple of PFR's.
template <class T>
[[nodiscard]] constexpr auto tied(T& object) noexcept {
    using size = std::integral_constant<std::size_t, field_count<std::remove_const_t<T>>>;
    if constexpr (requires { boost::pfr::detail::tie_as_tuple(object, size{}); })
        return boost::pfr::detail::tie_as_tuple(object, size{});
    else return boost::pfr::detail::tie_as_tuple(object);
}

/// A field among tied ones, without a function for each.
template <std::size_t I, class F>
using tied_field = boost::pfr::detail::sequence_tuple::base_from_member<I, F&>;

template <template <class...> class Tuple, class... R>
constexpr types<std::remove_reference_t<R>...> untied(const Tuple<R...>*) {
    return {};
}

template <class T>
constexpr auto find_types() {
    if constexpr (field_count<T> == 0) return types<>{};
    else if constexpr (field_count<T> <= most_fields) return bound_types<T, field_count<T>>{};
    else return decltype(untied(static_cast<decltype(tied(std::declval<T&>()))*>(nullptr))){};
}

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// The types of T's fields as a list.
template <class T>
using types_of = decltype(detail::find_types<T>());

template <class T, std::size_t I>
using field_type = type_at<types_of<T>, I>;

/// The I-th field of an object.
template <std::size_t I, class T>
[[nodiscard]] constexpr auto& get(T& object) noexcept {
    return boost::pfr::detail::sequence_tuple::get<I>(detail::tied(object));
}

/// Byte offsets of the fields, by the layout rule that all supported ABIs share for structs without
/// bit-fields: each field at the next multiple of its alignment. `struct_size` is checked by the caller
/// against sizeof(T).
template <std::size_t Fields>
struct layout {
    std::array<std::uint32_t, Fields + 1> offsets{};
    std::size_t struct_size = 0;
};

} // namespace dataflow::reflect

namespace dataflow::reflect::detail {

template <class... F>
constexpr auto lay_out(types<F...>) {
    layout<sizeof...(F)> out;
    const std::size_t sizes[]{sizeof(F)..., 0};
    const std::size_t aligns[]{alignof(F)..., 1};
    std::size_t at = 0;
    std::size_t widest = 1;
    for (std::size_t i = 0; i < sizeof...(F); ++i) {
        at = (at + aligns[i] - 1) / aligns[i] * aligns[i];
        out.offsets[i] = static_cast<std::uint32_t>(at);
        at += sizes[i];
        if (aligns[i] > widest) widest = aligns[i];
    }
    out.struct_size = (at + widest - 1) / widest * widest;
    return out;
}

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

template <class T>
inline constexpr auto field_layout = detail::lay_out(types_of<T>{});

} // namespace dataflow::reflect
