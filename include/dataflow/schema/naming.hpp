// Names that are made of names in C++: of tables, of columns.
#pragma once

#include <dataflow/schema/options.hpp>
#include <dataflow/schema/plural.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::schema {

namespace detail {
[[nodiscard]] constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_lower_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
[[nodiscard]] constexpr char lower(char c) noexcept {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
} // namespace detail

/// Writes the snake_case plural of a struct's name to `to`, which has room for twice the name and 8 more, and
/// gives its size. "OrderItem" gives "order_items", "HTTPRoute" "http_routes", "Category" "categories",
/// "OrderStatus" "order_statuses".
constexpr std::size_t plural_snake_case(std::string_view model, char* to) {
    using namespace detail;
    std::size_t size = 0;
    std::size_t word = 0; // where the last word begins
    const auto put = [&](char c) {
        to[size++] = c;
        if (c == '_') word = size;
    };
    for (std::size_t i = 0; i < model.size(); ++i) {
        const bool next_lower =
            i + 1 < model.size() && is_lower_or_digit(model[i + 1]) && !is_upper(model[i + 1]);
        if (i != 0 && is_upper(model[i]) &&
            (is_lower_or_digit(model[i - 1]) || (is_upper(model[i - 1]) && next_lower)))
            put('_');
        put(lower(model[i]));
    }
    const auto plural = plural_of({to + word, size - word});
    size -= plural.cut;
    for (const char c : plural.added) put(c);
    return size;
}

/// Writes a field's snake_case name as a policy spells it to `to`, which has room for the name, and gives its
/// size. The underscores of "user_id" go, but in upper case, and so does the last one of "class_", which only
/// keeps clear of a word of C++; those that a name begins with stay.
constexpr std::size_t spell_column(naming how, std::string_view field, char* to) {
    std::size_t size = 0;
    const bool upper = how == naming::upper_case;
    bool begins = upper || how == naming::pascal_case; // a capital letter comes here
    bool inside = false;
    for (std::size_t i = 0; i < field.size(); ++i) {
        const char c = field[i];
        const bool joint = c == '_' && how != naming::as_is && inside && (!upper || i + 1 == field.size());
        if (!joint) to[size++] = begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        inside = inside || c != '_';
        begins = upper || joint || (begins && c == '_');
    }
    return size;
}

} // namespace dataflow::schema
