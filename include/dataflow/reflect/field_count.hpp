// Which structs can be taken apart, and how many fields they have.
#pragma once

#include <boost/pfr/core.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::reflect::detail {

/// Becomes a base of T, and nothing else.
template <class T>
struct base_of {
    template <class B>
        requires(std::is_base_of_v<B, T> && !std::is_same_v<B, T>)
    operator B() const noexcept;
};
template <class T>
struct nothing_of {};

/// Whether the first part of an aggregate is a base class. (A field that takes anything at all is none.)
template <class T>
concept derived = requires { T{base_of<T>{}}; } && !requires { T{nothing_of<T>{}}; };

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// A struct that can be taken apart: an aggregate without base classes, of at most 100 fields.
template <class T>
concept aggregate =
    std::is_aggregate_v<T> && std::is_class_v<T> && !std::is_union_v<T> && !detail::derived<T>;

} // namespace dataflow::reflect

namespace dataflow::reflect::detail {

// Boost.PFR looks for the number of fields among as many as the struct has bits, which costs a compiler more
// than all else here; so it is counted among 100 first, and PFR is told.

inline constexpr std::size_t most_fields = 100;

struct anything {
    std::size_t ignored;
    template <class T>
    operator T&() const&& noexcept;
    template <class T>
    operator T&() const& noexcept;
};
struct anything_moved {
    std::size_t ignored;
    template <class T>
    operator T() const&& noexcept;
};

// These are functions that only the compiler calls, not constants: of a struct within a function each
// constant would be in the object, under a long name.
template <class T, class Any, std::size_t... I>
consteval bool takes(std::index_sequence<I...>) {
    return requires { T{Any{I}...}; };
}

/// The largest number of initializers that T takes, between Low (which it takes) and High (which it does
/// not).
template <class T, class Any, std::size_t Low, std::size_t High>
constexpr std::size_t count() {
    if constexpr (High - Low == 1) return Low;
    else {
        constexpr std::size_t middle = Low + (High - Low) / 2;
        if constexpr (takes<T, Any>(std::make_index_sequence<middle>{})) return count<T, Any, middle, High>();
        else return count<T, Any, Low, middle>();
    }
}

/// How many initializers T takes in braces, where the elements of an array count one by one; at most one more
/// than there can be fields. T takes none.
template <class T, class Any>
constexpr std::size_t count_initializers() {
    constexpr std::size_t most = most_fields + 1;
    constexpr std::size_t likely = 17; // most structs have fewer
    if constexpr (!takes<T, Any>(std::make_index_sequence<likely>{})) return count<T, Any, 0, likely>();
    else if constexpr (takes<T, Any>(std::make_index_sequence<most>{})) return most;
    else return count<T, Any, likely, most>();
}

template <class T>
constexpr std::size_t count_fields() {
    using any = std::conditional_t<std::is_copy_constructible_v<T>, anything, anything_moved>;
    if constexpr (std::is_empty_v<T> || !takes<T, any>(std::index_sequence<>{}))
        return boost::pfr::tuple_size_v<T>;
    else if constexpr (constexpr auto initializers = count_initializers<T, any>(); initializers > most_fields)
        return boost::pfr::tuple_size_v<T>;
    else return initializers;
}

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

template <class T>
inline constexpr std::size_t field_count = detail::count_fields<T>();

} // namespace dataflow::reflect
