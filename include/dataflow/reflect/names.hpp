// Names of types, fields, members and enumerators, taken from the compiler's own spelling of them.
//
// Boost.PFR has field names from 2.2 (Boost 1.84) on; before that they are read from
// __PRETTY_FUNCTION__ over a pointer into an object that is never defined. The idea is PFR's own.
#pragma once

#include <boost/pfr/core.hpp>
#if __has_include(<boost/pfr/core_name.hpp>)
#include <boost/pfr/core_name.hpp>
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::reflect {

namespace detail {

[[nodiscard]] constexpr bool is_identifier(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80; // identifiers may be UTF-8
}

/// The part of a compiler's function text that names its argument: after `<key> = `.
[[nodiscard]] constexpr std::string_view argument(std::string_view text, std::string_view key) noexcept {
    const auto start = text.find(key) + key.size();
    int depth = 0;
    for (auto i = start; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '<' || c == '(' || c == '{' || c == '[') ++depth;
        if (depth == 0 && (c == ';' || c == ']' || c == ',')) return text.substr(start, i - start);
        if (c == '>' || c == ')' || c == '}' || c == ']') --depth;
    }
    return text.substr(start);
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
    const T value;
};
template <class T>
extern const wrapper<T> never_defined;

/// clang takes a pointer into an object as a template argument only inside a class.
template <class T>
struct boxed {
    T pointer;
};
template <class T>
boxed(T) -> boxed<T>;

template <class T, std::size_t I>
consteval auto field_pointer() noexcept {
#if defined(__clang__)
    return boxed{std::addressof(boost::pfr::get<I>(never_defined<T>.value))};
#else
    return std::addressof(boost::pfr::get<I>(never_defined<T>.value));
#endif
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

template <auto P>
consteval std::string_view spelled() noexcept {
    return __PRETTY_FUNCTION__;
}

template <class T>
consteval std::string_view spelled_type() noexcept {
    return __PRETTY_FUNCTION__;
}

template <class E, E... Values>
consteval std::string_view spelled_enumerators() noexcept {
    return __PRETTY_FUNCTION__;
}

template <class T, std::size_t I>
consteval std::string_view field_name() noexcept {
#if defined(BOOST_PFR_CORE_NAME_ENABLED) && BOOST_PFR_CORE_NAME_ENABLED
    return boost::pfr::get_name<I, T>();
#else
    return last_identifier(argument(spelled<field_pointer<T, I>()>(), "P = "));
#endif
}

} // namespace detail

/// The unqualified name of a type: `shop::Order` gives "Order".
template <class T>
inline constexpr std::string_view type_name = detail::unqualified(detail::argument(detail::spelled_type<T>(), "T = "));

/// The name of a data member: `&Order::total` gives "total".
template <auto Member>
inline constexpr std::string_view member_name =
    detail::last_identifier(detail::argument(detail::spelled<Member>(), "P = "));

/// The names of an aggregate's fields, in their order.
template <class T>
inline constexpr auto field_names = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::string_view, sizeof...(I)>{detail::field_name<T, I>()...};
}(std::make_index_sequence<boost::pfr::tuple_size_v<T>>{});

// A compiler whose spelling is read wrongly must not give wrong columns.
namespace detail {
struct self_check {
    int first_field;
    int last;
};
static_assert(field_names<self_check>[0] == "first_field" && field_names<self_check>[1] == "last" &&
                  type_name<self_check> == "self_check" && member_name<&self_check::last> == "last",
              "dataflow: this compiler spells names in a way that is not known; please report it");
} // namespace detail

} // namespace dataflow::reflect
