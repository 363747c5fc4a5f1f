// Patterns of names.
#pragma once

#include <cstddef>
#include <string_view>

namespace dataflow::pull {

/// Whether a name fits a pattern, in which `*` stands for any characters and `?` for one.
[[nodiscard]] constexpr bool fits(std::string_view name, std::string_view pattern) noexcept {
    std::size_t n = 0, p = 0, star = std::string_view::npos, from = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') star = p++, from = n;
        else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) ++p, ++n;
        else if (star != std::string_view::npos) p = star + 1, n = ++from;
        else return false;
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

} // namespace dataflow::pull
