// Names of types, fields, members and enumerators, taken from the compiler's own spelling of them.
//
// Boost.PFR has field names from 2.2 (Boost 1.84) on; before that they are read from
// __PRETTY_FUNCTION__ over a pointer into an object that is never defined. The idea is PFR's own.
#pragma once

#include <dataflow/reflect/aggregate.hpp>

#if __has_include(<boost/pfr/core_name.hpp>)
#include <boost/pfr/core_name.hpp>
#endif

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::reflect {

namespace detail {

[[nodiscard]] constexpr bool is_identifier(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80; // identifiers may be UTF-8
}

/// Where an argument stands in a compiler's function text: after so many characters and before so many.
struct frame {
    std::size_t before;
    std::size_t after;

    [[nodiscard]] constexpr std::string_view cut(std::string_view text) const noexcept {
        return {text.data() + before, text.size() - before - after};
    }
};

/// The frame of a text whose argument is known.
[[nodiscard]] constexpr frame frame_of(std::string_view text, std::string_view argument) noexcept {
    const auto at = text.rfind(argument);
    return {at, text.size() - at - argument.size()};
}

/// The last identifier: "(& x.shop::Order::total)" gives "total".
[[nodiscard]] constexpr std::string_view last_identifier(std::string_view text) noexcept {
    auto end = text.size();
    while (end != 0 && !is_identifier(text[end - 1])) --end;
    auto start = end;
    while (start != 0 && is_identifier(text[start - 1])) --start;
    return text.substr(start, end - start);
}

/// "shop::(anonymous namespace)::Box<int>" gives "Box".
[[nodiscard]] constexpr std::string_view unqualified(std::string_view text) noexcept {
    int depth = 0;
    auto end = text.size();
    for (auto i = text.size(); i-- != 0;) { // cut trailing template arguments
        if (text[i] == '>') ++depth;
        if (text[i] == '<' && --depth == 0) end = i;
        if (depth == 0 && text[i] == ':') break;
    }
    return last_identifier(text.substr(0, end));
}

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal" // of a model in an unnamed namespace
#endif

template <class T>
struct wrapper {
    T value;
};
template <class T>
extern wrapper<T> never_defined; // not constant: a mutable field of a constant object has another type

/// clang takes a pointer into an object as a template argument only inside a class.
template <class T>
struct boxed {
    T pointer;
};
template <class T>
boxed(T) -> boxed<T>;

template <auto... P>
consteval std::string_view spelled_fields() noexcept {
    return __PRETTY_FUNCTION__;
}
inline constexpr frame fields_frame = frame_of(spelled_fields<7>(), "7");

template <class T, class... F, std::size_t... I>
consteval std::string_view fields_text(types<F...>, std::index_sequence<I...>) noexcept {
    constexpr auto fields = tied(never_defined<T>.value);
#if defined(__clang__)
    return fields_frame.cut(spelled_fields<boxed{&static_cast<const tied_field<I, F>&>(fields).value}...>());
#else
    return fields_frame.cut(spelled_fields<&static_cast<const tied_field<I, F>&>(fields).value...>());
#endif
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

template <class T>
consteval std::string_view spelled_type() noexcept {
    return __PRETTY_FUNCTION__;
}
inline constexpr frame type_frame = frame_of(spelled_type<int>(), "int");

template <auto P>
consteval std::string_view spelled_value() noexcept {
    return __PRETTY_FUNCTION__;
}
inline constexpr frame value_frame = frame_of(spelled_value<7>(), "7");

template <class E, E... Values>
consteval std::string_view spelled_enumerators() noexcept {
    return __PRETTY_FUNCTION__;
}

/// The names in "(& never_defined<M>.[...]::name), (& [...]::age)" of g++, or in
/// "boxed<...>{&never_defined.value.name}, ..." of clang. g++ spells the same way to each: it is looked for
/// once.
template <std::size_t N>
constexpr std::array<std::string_view, N> read_names(std::string_view text) noexcept {
    std::array<std::string_view, N> out{};
    const char* at = text.data();
    std::ptrdiff_t path = 0; // from an element's beginning to its name
    for (std::size_t i = 0; i < N; ++i) {
        const char* end = at + path;
#if !defined(__clang__)
        if (i != 0) {
            while (*end != ')') ++end;
        } else
#endif
        {
            for (int depth = 0; depth != 0 || end == at || (end[-1] != ')' && end[-1] != '}'); ++end) {
                if (*end == '(' || *end == '<' || *end == '{') ++depth;
                if (*end == ')' || *end == '>' || *end == '}') --depth;
            }
            --end;
        }
        const char* name = end;
        while (is_identifier(name[-1])) --name;
#if !defined(__clang__)
        path = name - at;
#endif
        out[i] = {name, static_cast<std::size_t>(end - name)};
        at = end + 3; // after "), "
    }
    return out;
}

template <class T>
constexpr auto find_names() noexcept {
    constexpr std::size_t n = field_count<T>;
    if constexpr (n == 0) return std::array<std::string_view, 0>{};
    else
#if defined(BOOST_PFR_CORE_NAME_ENABLED) && BOOST_PFR_CORE_NAME_ENABLED
        return boost::pfr::names_as_array<T>();
#else
        return read_names<n>(fields_text<T>(types_of<T>{}, std::make_index_sequence<n>{}));
#endif
}

} // namespace detail

/// A type as the compiler spells it.
template <class T>
inline constexpr std::string_view type_text = detail::type_frame.cut(detail::spelled_type<T>());

/// The unqualified name of a type: `shop::Order` gives "Order".
template <class T>
inline constexpr std::string_view type_name = detail::unqualified(type_text<T>);

/// The name of a data member: `&Order::total` gives "total".
template <auto Member>
inline constexpr std::string_view member_name =
    detail::last_identifier(detail::value_frame.cut(detail::spelled_value<Member>()));

/// The names of an aggregate's fields, in their order.
template <class T>
inline constexpr auto field_names = detail::find_names<T>();

// A compiler whose spelling is read wrongly must not give wrong columns.
namespace detail {
struct self_check {
    int first_field;
    int last;
};
struct self_checked { // in a class: clang 16 does not export a static_assert of a namespace from a module
    static_assert(field_names<self_check>[0] == "first_field" && field_names<self_check>[1] == "last" &&
                      type_name<self_check> == "self_check" && member_name<&self_check::last> == "last",
                  "dataflow: this compiler spells names in a way that is not known; please report it");
};
} // namespace detail

} // namespace dataflow::reflect
