// Which column was most likely meant by a field that has none.
#pragma once

#include <dataflow/catalog/description.hpp>

#include <string>
#include <string_view>

namespace dataflow::database_::detail {

/// The column of a table that is called as a field, but for capital letters and underscores; empty where
/// there is none, or more than one.
[[nodiscard]] inline std::string_view called_alike(const catalog::table& of, std::string_view field) {
    const auto letters = [](std::string_view name) {
        std::string out;
        for (const char c : name)
            if (c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return out;
    };
    std::string_view out;
    for (const auto& c : of.columns) {
        if (letters(c.name) != letters(field)) continue;
        if (!out.empty()) return {};
        out = c.name;
    }
    return out;
}

} // namespace dataflow::database_::detail
