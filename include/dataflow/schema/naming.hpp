// Default names of tables.
#pragma once

#include <cstddef>
#include <string_view>

namespace dataflow::schema {

namespace detail {
[[nodiscard]] constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_lower_or_digit(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
[[nodiscard]] constexpr char lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
[[nodiscard]] constexpr bool is_vowel(char c) noexcept {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}
} // namespace detail

/// Writes the snake_case plural of a struct's name to `to` and gives its size; `to` may be null.
/// "OrderItem" gives "order_items", "HTTPRoute" "http_routes", "Category" "categories", "Address" "addresses".
constexpr std::size_t plural_snake_case(std::string_view model, char* to) {
    using namespace detail;
    std::size_t size = 0;
    const auto put = [&](char c) {
        if (to != nullptr) to[size] = c;
        ++size;
    };
    for (std::size_t i = 0; i < model.size(); ++i) {
        const bool next_lower = i + 1 < model.size() && is_lower_or_digit(model[i + 1]) && !is_upper(model[i + 1]);
        if (i != 0 && is_upper(model[i]) && (is_lower_or_digit(model[i - 1]) || (is_upper(model[i - 1]) && next_lower)))
            put('_');
        if (i + 1 == model.size() && lower(model[i]) == 'y' && i != 0 && !is_vowel(lower(model[i - 1]))) {
            put('i');
            put('e');
            put('s');
            return size;
        }
        put(lower(model[i]));
    }
    const auto ends = [&](std::string_view tail) { return model.size() >= tail.size() && model.substr(model.size() - tail.size()) == tail; };
    if (ends("s") || ends("x") || ends("z") || ends("ch") || ends("sh")) put('e');
    put('s');
    return size;
}

} // namespace dataflow::schema
