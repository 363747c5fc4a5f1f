// The code of sql/words.hpp.
#pragma once

#include <dataflow/sql/detail/search_reader.hpp>
#include <dataflow/sql/detail/word_separators.hpp>
#include <dataflow/sql/words.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

DATAFLOW_RUNTIME bool separates_words(char32_t c) noexcept {
    if (c < 0x80) return !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    const auto* const end = std::end(detail::separators);
    const auto* const range = std::lower_bound(std::begin(detail::separators), end, c,
                                               [](const auto& r, char32_t x) { return r.last < x; });
    return range != end && range->first <= c;
}

DATAFLOW_RUNTIME std::string search_text(std::string_view typed) {
    return detail::search_reader{typed}.run();
}

DATAFLOW_RUNTIME std::string separator_class() {
    std::string out = "[!-/:-@\\u005B-\\u0060{-\\u007F";
    const auto append = [&](char32_t c) {
        out += c > 0xFFFF ? "\\U" : "\\u";
        for (int shift = c > 0xFFFF ? 28 : 12; shift >= 0; shift -= 4)
            out += "0123456789ABCDEF"[c >> static_cast<unsigned>(shift) & 15U];
    };
    for (const auto& r : detail::separators) {
        append(r.first);
        if (r.first == r.last) continue;
        out += '-';
        append(r.last);
    }
    return out + "]";
}

DATAFLOW_RUNTIME std::string newer_separators() {
    std::string out;
    for (const auto& r : detail::newer)
        for (char32_t c = r.first; c <= r.last; ++c) detail::append_character(out, c);
    return out;
}

DATAFLOW_RUNTIME letter_pairs letters_of_two_forms() {
    letter_pairs out;
    for (char32_t c = 0x80; c <= detail::last_of_two_forms; ++c) {
        const auto small = detail::small_letter(c);
        if (small == c) continue;
        detail::append_character(out.capital, c);
        detail::append_character(out.small, small);
    }
    return out;
}

} // namespace dataflow::rooms::sql
