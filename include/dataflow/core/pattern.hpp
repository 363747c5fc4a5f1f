// Patterns of names, and names that differ in case only.
#pragma once

#include <cstddef>
#include <string_view>

namespace dataflow::detail {

[[nodiscard]] constexpr char lower_letter(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
/// Whether two names are the same but for the case of their ASCII letters.
[[nodiscard]] constexpr bool same_but_for_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower_letter(a[i]) != lower_letter(b[i])) return false;
    return true;
}

/// Whether a name fits a pattern, in which `*` stands for any characters and `?` for one.
[[nodiscard]] constexpr bool fits_pattern(std::string_view name, std::string_view pattern,
                                          bool case_counts = true) noexcept {
    const auto same = [&](char a, char b) {
        return case_counts ? a == b : lower_letter(a) == lower_letter(b);
    };
    std::size_t n = 0, p = 0, star = std::string_view::npos, from = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') star = p++, from = n;
        else if (p < pattern.size() && (pattern[p] == '?' || same(pattern[p], name[n]))) ++p, ++n;
        else if (star != std::string_view::npos) p = star + 1, n = ++from;
        else return false;
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

} // namespace dataflow::detail
