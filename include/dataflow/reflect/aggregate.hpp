// The fields of an aggregate: how many, of what types, where, and with what initialisers.
#pragma once

#include <dataflow/reflect/bindings.hpp>

#include <boost/pfr/core.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::reflect {

namespace detail {

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

} // namespace detail

/// A struct that can be taken apart: an aggregate without base classes, of at most 100 fields.
template <class T>
concept aggregate =
    std::is_aggregate_v<T> && std::is_class_v<T> && !std::is_union_v<T> && !detail::derived<T>;

namespace detail {

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

template <class T, class Any, class Numbers>
inline constexpr bool takes = false;
template <class T, class Any, std::size_t... I>
    requires requires { T{Any{I}...}; }
inline constexpr bool takes<T, Any, std::index_sequence<I...>> = true;

/// The largest number of initialisers that T takes, between Low (which it takes) and High (which it does
/// not).
template <class T, class Any, std::size_t Low, std::size_t High>
constexpr std::size_t count() {
    if constexpr (High - Low == 1) return Low;
    else {
        constexpr std::size_t middle = Low + (High - Low) / 2;
        if constexpr (takes<T, Any, std::make_index_sequence<middle>>) return count<T, Any, middle, High>();
        else return count<T, Any, Low, middle>();
    }
}

/// How many initialisers T takes in braces, where the elements of an array count one by one; at most one more
/// than there can be fields. T takes none.
template <class T, class Any>
constexpr std::size_t count_initialisers() {
    constexpr std::size_t most = most_fields + 1;
    constexpr std::size_t likely = 17; // most structs have fewer
    if constexpr (!takes<T, Any, std::make_index_sequence<likely>>) return count<T, Any, 0, likely>();
    else if constexpr (takes<T, Any, std::make_index_sequence<most>>) return most;
    else return count<T, Any, likely, most>();
}

template <class T>
constexpr std::size_t count_fields() {
    using any = std::conditional_t<std::is_copy_constructible_v<T>, anything, anything_moved>;
    if constexpr (std::is_empty_v<T> || !takes<T, any, std::index_sequence<>>)
        return boost::pfr::tuple_size_v<T>;
    else if constexpr (constexpr auto initialisers = count_initialisers<T, any>(); initialisers > most_fields)
        return boost::pfr::tuple_size_v<T>;
    else return initialisers;
}

} // namespace detail

template <class T>
inline constexpr std::size_t field_count = detail::count_fields<T>();

// --- what cannot be taken apart: asked before it is tried, for then the compiler tells it in hundreds of
// lines ---------

namespace detail {

/// Anything but a union; an array takes none of them where the initialisers stand in parentheses.
struct anything_plain {
    std::size_t ignored;
    template <class T>
        requires(!std::is_union_v<T>)
    operator T&() const&& noexcept;
    template <class T>
        requires(!std::is_union_v<T>)
    operator T&() const& noexcept;
};

template <class T, class Any, class Numbers>
inline constexpr bool takes_in_parentheses = false;
template <class T, class Any, std::size_t... I>
    requires requires { T(Any{I}...); }
inline constexpr bool takes_in_parentheses<T, Any, std::index_sequence<I...>> = true;

/// Whether T has another field after so many, of which not even `anything` is a value: g++ finds none for a
/// nameless union.
template <class T, std::size_t... I>
constexpr bool has_more(std::index_sequence<I...>) {
    return requires { T{anything{I}..., {}}; };
}

/// The first field that is an array or a union (`plain` then takes no initialiser for it), counted from 0.
template <class T, std::size_t Low, std::size_t High>
constexpr std::size_t find_unplain() {
    if constexpr (High - Low == 1) return Low;
    else {
        constexpr std::size_t middle = Low + (High - Low) / 2;
        if constexpr (takes_in_parentheses<T, anything_plain, std::make_index_sequence<middle>>)
            return find_unplain<T, middle, High>();
        else return find_unplain<T, Low, middle>();
    }
}

} // namespace detail

/// What keeps a struct from being taken apart, and in which field, counted from 1.
enum class obstacle : std::uint8_t { none, too_many_fields, array_or_union };
struct shape {
    obstacle what = obstacle::none;
    std::size_t field = 0;
};

template <class T>
constexpr shape find_shape() {
    if constexpr (!std::is_copy_constructible_v<T> || std::is_empty_v<T> ||
                  !detail::takes<T, detail::anything, std::index_sequence<>>)
        return {}; // its fields are of no type that fits, or references
    else {
        constexpr auto initialisers = detail::count_initialisers<T, detail::anything>();
        if constexpr (initialisers <= detail::most_fields &&
                      detail::has_more<T>(std::make_index_sequence<initialisers>{}))
            return {obstacle::array_or_union, initialisers + 1};
        else if constexpr (!detail::takes_in_parentheses<T, detail::anything_plain,
                                                         std::make_index_sequence<initialisers>>)
            return {obstacle::array_or_union, detail::find_unplain<T, 0, initialisers>() + 1};
        else return {initialisers > detail::most_fields ? obstacle::too_many_fields : obstacle::none, 0};
    }
}

namespace detail {

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

} // namespace detail

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

namespace detail {
template <class T, std::size_t I>
consteval bool readable_when_default() {
    T object; // default-initialised: a field without an initialiser stays indeterminate
    [[maybe_unused]] const auto copy = reflect::get<I>(object);
    return true;
}
template <bool Read, class F>
constexpr void read_if(const F& field) {
    if constexpr (Read) [[maybe_unused]]
        const F copy = field;
}
template <class T, bool... Read, class... F, std::size_t... I>
consteval bool readable_when_default(types<F...>, std::index_sequence<I...>) {
    T object;
    const auto fields = tied(object);
    (read_if<Read>(static_cast<const tied_field<I, F>&>(fields).value), ...);
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
concept constant_constructible =
    requires { typename std::bool_constant<detail::constructible_when_constant<T>()>; };

/// Whether a constant T can be made without an initialiser: whether each field has a default member
/// initialiser, or is of a class that makes its own start. It says so where the compiler cannot make a T in a
/// constant expression, too.
template <class T>
concept starts_by_itself = requires { new const T; };

namespace detail {
/// Becomes an F, and throws nothing.
template <class F>
struct exactly {
    operator F() const noexcept;
};
template <class T, std::size_t First, class... F, std::size_t... I>
constexpr bool nothrow_behind(types<F...>, std::index_sequence<I...>) {
    if constexpr (requires { T{exactly<field_type<T, I>>{}...}; })
        return noexcept(T{exactly<field_type<T, I>>{}...});
    else return false;
}
} // namespace detail

/// Whether the initialisers of all fields from the I-th on throw nothing. A field that allocates then starts
/// empty.
template <class T, std::size_t I>
inline constexpr bool nothrow_from =
    detail::nothrow_behind<T, I>(types_of<T>{}, std::make_index_sequence<I>{});

/// Whether the fields of T that are chosen by a `true`, scalars, all have a default member initialiser:
/// reading one from a default-initialised object is a constant expression only then.
template <class T, bool... Chosen>
concept all_initialised = requires {
    typename std::bool_constant<detail::readable_when_default<T, Chosen...>(
        types_of<T>{}, std::make_index_sequence<sizeof...(Chosen)>{})>;
};

/// The same for the I-th field, a scalar.
template <class T, std::size_t I>
concept initialised = requires { typename std::bool_constant<detail::readable_when_default<T, I>()>; };

/// Byte offsets of the fields, by the layout rule that all supported ABIs share for structs without
/// bit-fields: each field at the next multiple of its alignment. `struct_size` is checked by the caller
/// against sizeof(T).
template <std::size_t Fields>
struct layout {
    std::array<std::uint32_t, Fields + 1> offsets{};
    std::size_t struct_size = 0;
};

namespace detail {
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
} // namespace detail

template <class T>
inline constexpr auto field_layout = detail::lay_out(types_of<T>{});

} // namespace dataflow::reflect
