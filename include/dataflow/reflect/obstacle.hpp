// What cannot be taken apart: asked before it is tried, for then the compiler tells it in hundreds of lines.
#pragma once

#include <dataflow/reflect/field_count.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::reflect::detail {

/// Anything but a union; an array takes none of them where the initializers stand in parentheses.
struct anything_plain {
    std::size_t ignored;
    template <class T>
        requires(!std::is_union_v<T>)
    operator T&() const&& noexcept;
    template <class T>
        requires(!std::is_union_v<T>)
    operator T&() const& noexcept;
};

template <class T, class Any, std::size_t... I>
consteval bool takes_in_parentheses(std::index_sequence<I...>) {
    return requires { T(Any{I}...); };
}

/// Whether T has another field after so many, of which not even `anything` is a value: g++ finds none for a
/// nameless union.
template <class T, std::size_t... I>
constexpr bool has_more(std::index_sequence<I...>) {
    return requires { T{anything{I}..., {}}; };
}

/// The first field that is an array or a union (`plain` then takes no initializer for it), counted from 0.
template <class T, std::size_t Low, std::size_t High>
constexpr std::size_t find_unplain() {
    if constexpr (High - Low == 1) return Low;
    else {
        constexpr std::size_t middle = Low + (High - Low) / 2;
        if constexpr (takes_in_parentheses<T, anything_plain>(std::make_index_sequence<middle>{}))
            return find_unplain<T, middle, High>();
        else return find_unplain<T, Low, middle>();
    }
}

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// What keeps a struct from being taken apart, and in which field, counted from 1.
enum class obstacle : std::uint8_t { none, too_many_fields, array_or_union };
struct shape {
    obstacle what = obstacle::none;
    std::size_t field = 0;
};

template <class T>
constexpr shape find_shape() {
    if constexpr (!std::is_copy_constructible_v<T> || std::is_empty_v<T> ||
                  !detail::takes<T, detail::anything>(std::index_sequence<>{}))
        return {}; // its fields are of no type that fits, or references
    else {
        constexpr auto initializers = detail::count_initializers<T, detail::anything>();
        if constexpr (initializers <= detail::most_fields &&
                      detail::has_more<T>(std::make_index_sequence<initializers>{}))
            return {obstacle::array_or_union, initializers + 1};
        else if constexpr (!detail::takes_in_parentheses<T, detail::anything_plain>(
                               std::make_index_sequence<initializers>{}))
            return {obstacle::array_or_union, detail::find_unplain<T, 0, initializers>() + 1};
        else return {initializers > detail::most_fields ? obstacle::too_many_fields : obstacle::none, 0};
    }
}

} // namespace dataflow::reflect
