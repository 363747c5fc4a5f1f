// The names of an enum class's values in the range that is looked at, out of the name of a function.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/reflect/enum_names.hpp>
#include <dataflow/reflect/names.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace dataflow::reflect::detail {

/// All values of the range in one function name: one instantiation an enum, not one a value.
/// g++ writes "{shop::color::red, (shop::color)1}", clang "<shop::color::red, (shop::color)1>".
template <class E>
inline constexpr std::string_view enum_text = []<std::size_t... I>(std::index_sequence<I...>) {
    return spelled_enumerators<E, static_cast<E>(enum_scan<E>::first + static_cast<std::int64_t>(I))...>();
}(std::make_index_sequence<enum_scan<E>::width>{});

struct enum_list {
    std::array<enumerator, 1024> items{};
    std::size_t size = 0;
};

/// The part of a spelled list that begins with its first value.
constexpr std::string_view values_in(std::string_view text) {
#if defined(__clang__)
    const std::string_view open = "Values = <";
#else
    const std::string_view open = "Values = {";
#endif
    return text.substr(text.find(open) + open.size());
}
/// The length of a list's first item.
constexpr std::size_t first_item(std::string_view rest) {
    std::size_t end = 0;
    int depth = 0; // "(shop::(anonymous namespace)::color)1" holds no comma, but brackets
    while (depth > 0 || (rest[end] != ',' && rest[end] != '}' && rest[end] != '>')) {
        if (rest[end] == '(' || rest[end] == '<' || rest[end] == '{') ++depth;
        if (rest[end] == ')' || (depth > 0 && (rest[end] == '>' || rest[end] == '}'))) --depth;
        ++end;
    }
    return end;
}
/// Where the number begins in "(shop::color)1", the spelling of a value without a name; 0 in that of one with
/// a name.
constexpr std::size_t number_at(std::string_view item) {
    const auto at = item.rfind(')') + 1; // 0 where there is none
    const bool number =
        at != 0 && at < item.size() && (item[at] == '-' || (item[at] >= '0' && item[at] <= '9'));
    return number ? at : 0;
}

template <class E>
consteval enum_list scan_enum() {
    enum_list out;
    auto rest = values_in(enum_text<E>);
    for (std::size_t i = 0; i < enum_scan<E>::width; ++i) {
        const auto end = first_item(rest);
        const auto item = rest.substr(0, end);
        const bool unnamed = number_at(item) != 0;
        if (!unnamed)
            out.items[out.size++] = {enum_scan<E>::first + static_cast<std::int64_t>(i),
                                     last_identifier(item)};
        rest.remove_prefix(end);
        while (!rest.empty() && (rest.front() == ',' || rest.front() == ' ')) rest.remove_prefix(1);
    }
    return out;
}

} // namespace dataflow::reflect::detail
