// The code of sql/words.hpp.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/sql/words.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

struct character_range {
    char32_t first, last;
};

/// Beyond ASCII: all that is assigned in Unicode 14 and is no letter, mark or decimal digit; with the marks
/// that make emoji. (From UnicodeData; characters that are not assigned count as letters, as in FTS5.)
inline constexpr character_range separators[]{
    {0x80, 0xA9},      {0xAB, 0xB4},     {0xB6, 0xB9},     {0xBB, 0xBF},       {0xD7, 0xD7},
    {0xF7, 0xF7},      {0x2C2, 0x2C5},   {0x2D2, 0x2DF},   {0x2E5, 0x2EB},     {0x2ED, 0x2ED},
    {0x2EF, 0x2FF},    {0x375, 0x375},   {0x37E, 0x37E},   {0x384, 0x385},     {0x387, 0x387},
    {0x3F6, 0x3F6},    {0x482, 0x482},   {0x55A, 0x55F},   {0x589, 0x58F},     {0x5BE, 0x5BE},
    {0x5C0, 0x5C0},    {0x5C3, 0x5C3},   {0x5C6, 0x5C6},   {0x5F3, 0x60F},     {0x61B, 0x61F},
    {0x66A, 0x66D},    {0x6D4, 0x6D4},   {0x6DD, 0x6DE},   {0x6E9, 0x6E9},     {0x6FD, 0x6FE},
    {0x700, 0x70F},    {0x7F6, 0x7F9},   {0x7FE, 0x7FF},   {0x830, 0x83E},     {0x85E, 0x85E},
    {0x888, 0x888},    {0x890, 0x891},   {0x8E2, 0x8E2},   {0x964, 0x965},     {0x970, 0x970},
    {0x9F2, 0x9FB},    {0x9FD, 0x9FD},   {0xA76, 0xA76},   {0xAF0, 0xAF1},     {0xB70, 0xB70},
    {0xB72, 0xB77},    {0xBF0, 0xBFA},   {0xC77, 0xC7F},   {0xC84, 0xC84},     {0xD4F, 0xD4F},
    {0xD58, 0xD5E},    {0xD70, 0xD79},   {0xDF4, 0xDF4},   {0xE3F, 0xE3F},     {0xE4F, 0xE4F},
    {0xE5A, 0xE5B},    {0xF01, 0xF17},   {0xF1A, 0xF1F},   {0xF2A, 0xF34},     {0xF36, 0xF36},
    {0xF38, 0xF38},    {0xF3A, 0xF3D},   {0xF85, 0xF85},   {0xFBE, 0xFC5},     {0xFC7, 0xFDA},
    {0x104A, 0x104F},  {0x109E, 0x109F}, {0x10FB, 0x10FB}, {0x1360, 0x137C},   {0x1390, 0x1399},
    {0x1400, 0x1400},  {0x166D, 0x166E}, {0x1680, 0x1680}, {0x169B, 0x169C},   {0x16EB, 0x16F0},
    {0x1735, 0x1736},  {0x17D4, 0x17D6}, {0x17D8, 0x17DB}, {0x17F0, 0x180A},   {0x180E, 0x180E},
    {0x1940, 0x1945},  {0x19DA, 0x19FF}, {0x1A1E, 0x1A1F}, {0x1AA0, 0x1AA6},   {0x1AA8, 0x1AAD},
    {0x1B5A, 0x1B6A},  {0x1B74, 0x1B7E}, {0x1BFC, 0x1BFF}, {0x1C3B, 0x1C3F},   {0x1C7E, 0x1C7F},
    {0x1CC0, 0x1CC7},  {0x1CD3, 0x1CD3}, {0x1FBD, 0x1FBD}, {0x1FBF, 0x1FC1},   {0x1FCD, 0x1FCF},
    {0x1FDD, 0x1FDF},  {0x1FED, 0x1FEF}, {0x1FFD, 0x2070}, {0x2074, 0x207E},   {0x2080, 0x208E},
    {0x20A0, 0x2101},  {0x2103, 0x2106}, {0x2108, 0x2109}, {0x2114, 0x2114},   {0x2116, 0x2118},
    {0x211E, 0x2123},  {0x2125, 0x2125}, {0x2127, 0x2127}, {0x2129, 0x2129},   {0x212E, 0x212E},
    {0x213A, 0x213B},  {0x2140, 0x2144}, {0x214A, 0x214D}, {0x214F, 0x2182},   {0x2185, 0x2BFF},
    {0x2CE5, 0x2CEA},  {0x2CF9, 0x2CFF}, {0x2D70, 0x2D70}, {0x2E00, 0x2E2E},   {0x2E30, 0x3004},
    {0x3007, 0x3029},  {0x3030, 0x3030}, {0x3036, 0x303A}, {0x303D, 0x303F},   {0x309B, 0x309C},
    {0x30A0, 0x30A0},  {0x30FB, 0x30FB}, {0x3190, 0x319F}, {0x31C0, 0x31E3},   {0x3200, 0x33FF},
    {0x4DC0, 0x4DFF},  {0xA490, 0xA4C6}, {0xA4FE, 0xA4FF}, {0xA60D, 0xA60F},   {0xA673, 0xA673},
    {0xA67E, 0xA67E},  {0xA6E6, 0xA6EF}, {0xA6F2, 0xA716}, {0xA720, 0xA721},   {0xA789, 0xA78A},
    {0xA828, 0xA82B},  {0xA830, 0xA839}, {0xA874, 0xA877}, {0xA8CE, 0xA8CF},   {0xA8F8, 0xA8FA},
    {0xA8FC, 0xA8FC},  {0xA92E, 0xA92F}, {0xA95F, 0xA95F}, {0xA9C1, 0xA9CD},   {0xA9DE, 0xA9DF},
    {0xAA5C, 0xAA5F},  {0xAA77, 0xAA79}, {0xAADE, 0xAADF}, {0xAAF0, 0xAAF1},   {0xAB5B, 0xAB5B},
    {0xAB6A, 0xAB6B},  {0xABEB, 0xABEB}, {0xFB29, 0xFB29}, {0xFBB2, 0xFBC2},   {0xFD3E, 0xFD4F},
    {0xFDCF, 0xFDCF},  {0xFDFC, 0xFE19}, {0xFE30, 0xFE6B}, {0xFEFF, 0xFF0F},   {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40},  {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFD}, {0x10100, 0x1013F}, {0x1F000, 0x1FAFF},
    {0xE0001, 0xE01EF}};

/// Of these, what came after Unicode 6.1 and is in use; FTS5 takes it for letters.
inline constexpr character_range newer[]{
    {0x2065, 0x2069},   {0x20BA, 0x20FF},   {0x23F4, 0x23FF},   {0x2E3C, 0x2E5D},   {0xFE00, 0xFE0F},
    {0x1F321, 0x1F32F}, {0x1F336, 0x1F336}, {0x1F37D, 0x1F37F}, {0x1F394, 0x1F39F}, {0x1F3C5, 0x1F3C5},
    {0x1F3CB, 0x1F3DF}, {0x1F3F1, 0x1F3FF}, {0x1F43F, 0x1F43F}, {0x1F441, 0x1F441}, {0x1F4F8, 0x1F4F8},
    {0x1F4FD, 0x1F4FF}, {0x1F53E, 0x1F54F}, {0x1F568, 0x1F5FA}, {0x1F641, 0x1F644}, {0x1F650, 0x1F67F},
    {0x1F6C6, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF}};

/// The character at a place, and its length in bytes; a byte that is no UTF-8 is U+0000.
struct read_character {
    char32_t code = 0;
    std::size_t size = 1;
};
[[nodiscard]] inline read_character character_at(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
    };
    if (byte(0) < 0x80) return {byte(0), 1};
    switch (dataflow::detail::utf8_sequence(text.data() + at, text.size() - at)) {
    case 2: return {(byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
    case 3: return {(byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
    case 4:
        return {(byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U |
                    (byte(3) & 0x3FU),
                4};
    default: return {};
    }
}

inline void append_character(std::string& to, char32_t c) {
    const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80U | (c >> shift & 0x3FU)); };
    if (c < 0x80) to += static_cast<char>(c);
    else if (c < 0x800) {
        to += static_cast<char>(0xC0U | c >> 6U);
        tail(0);
    } else if (c < 0x10000) {
        to += static_cast<char>(0xE0U | c >> 12U);
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xF0U | c >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

/// The small form of a letter: of the Latin, Greek, Cyrillic and Armenian ones. Databases know more.
[[nodiscard]] constexpr char32_t small_letter(char32_t c) noexcept {
    const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    if (in('A', 'Z') || (in(0xC0, 0xDE) && c != 0xD7)) return c + 32;
    if (c == 0x178) return 0xFF;
    if (in(0x139, 0x148) || in(0x179, 0x17E)) return c % 2 == 1 ? c + 1 : c;
    if (c == 0x130 || c == 0x138 || c == 0x149) return c;
    if (in(0x100, 0x177)) return c % 2 == 0 ? c + 1 : c;
    if (in(0x1A0, 0x1A5) || in(0x1DE, 0x1EF) || in(0x1F8, 0x21F) || in(0x222, 0x233))
        return c % 2 == 0 ? c + 1 : c;
    if (c == 0x1AF) return 0x1B0;
    if (in(0x1CD, 0x1DC)) return c % 2 == 1 ? c + 1 : c;
    if (in(0x391, 0x3AB) && c != 0x3A2) return c + 32;
    if (c == 0x386) return 0x3AC;
    if (in(0x388, 0x38A)) return c + 37;
    if (c == 0x38C) return 0x3CC;
    if (in(0x38E, 0x38F)) return c + 63;
    if (in(0x400, 0x40F)) return c + 80;
    if (in(0x410, 0x42F)) return c + 32;
    if (in(0x460, 0x481) || in(0x48A, 0x4BF) || in(0x4D0, 0x527)) return c % 2 == 0 ? c + 1 : c;
    if (in(0x4C1, 0x4CE)) return c % 2 == 1 ? c + 1 : c;
    if (in(0x531, 0x556)) return c + 48;
    if (in(0x1E00, 0x1E95) || in(0x1EA0, 0x1EFF)) return c % 2 == 0 ? c + 1 : c;
    return c;
}
inline constexpr char32_t last_of_two_forms = 0x1EFF;

[[nodiscard]] constexpr bool is_space(char32_t c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Reads a query once, from the front.
class search_reader {
  public:
    explicit search_reader(std::string_view typed) : in_(typed) {}

    [[nodiscard]] std::string run() {
        bool fresh = true; // a minus or an OR may stand here: at the start, or after a space or a phrase
        while (at_ < in_.size() && words_ < most_search_words) {
            const auto c = character_at(in_, at_);
            const bool minus = fresh && c.code == '-' && at_ + 1 < in_.size();
            if (minus && in_[at_ + 1] == '"') {
                ++at_;
                phrase(true);
            } else if (c.code == '"') {
                phrase(false);
                fresh = true;
                continue;
            } else if (minus && !separates_words(character_at(in_, at_ + 1).code)) {
                ++at_;
                part(true, false);
            } else if (!separates_words(c.code)) {
                part(false, fresh);
            } else {
                at_ += c.size;
                fresh = is_space(c.code);
                continue;
            }
            fresh = in_[at_ - 1] == '"';
        }
        finish();
        return out_.empty() ? "'x' & !'x'" : std::move(out_);
    }

  private:
    struct term {
        std::vector<std::string> words{};
        bool begins = false; ///< the last word is only the beginning of one
    };

    void phrase(bool excluded) {
        const auto end = in_.find('"', ++at_);
        const auto content = in_.substr(at_, end == std::string_view::npos ? end : end - at_);
        at_ = end == std::string_view::npos ? in_.size() : end + 1;
        add(read(content), excluded);
    }
    /// Up to the next space or quote.
    void part(bool excluded, bool may_be_or) {
        const auto from = at_;
        auto c = character_at(in_, at_);
        while (at_ < in_.size() && !is_space(c.code) && c.code != '"') {
            at_ += c.size;
            if (at_ < in_.size()) c = character_at(in_, at_);
        }
        const auto content = in_.substr(from, at_ - from);
        if (may_be_or && content == "OR" && (at_ == in_.size() || c.code != '"')) return finish();
        auto found = read(content);
        found.begins = ends_in_star_;
        add(std::move(found), excluded);
    }
    [[nodiscard]] term read(std::string_view content) {
        term out;
        bool inside = false;
        ends_in_star_ = false;
        for (std::size_t i = 0; i < content.size();) {
            const auto c = character_at(content, i);
            i += c.size;
            const bool separates = separates_words(c.code);
            if (separates) {
                if (inside) ends_in_star_ = c.code == '*';
                inside = false;
                continue;
            }
            if (!inside && words_ == most_search_words) return out;
            if (!inside) {
                out.words.emplace_back();
                ++words_;
            }
            inside = true;
            ends_in_star_ = false;
            append_character(out.words.back(), small_letter(c.code));
        }
        return out;
    }
    void add(term found, bool excluded) {
        if (found.words.empty()) return;
        bool long_word = false; // it stands nowhere
        for (const auto& w : found.words) long_word = long_word || w.size() > longest_word;
        if (long_word) impossible_ = impossible_ || !excluded;
        else (excluded ? excluded_ : wanted_).push_back(std::move(found));
    }

    /// Writes the terms since the last OR.
    void finish() {
        if (!wanted_.empty() && !impossible_) {
            out_ += out_.empty() ? "(" : " | (";
            write(wanted_, " & ");
            if (!excluded_.empty()) {
                out_ += " & !(";
                write(excluded_, " | ");
                out_ += ')';
            }
            out_ += ')';
        }
        wanted_.clear();
        excluded_.clear();
        impossible_ = false;
    }
    void write(const std::vector<term>& terms, std::string_view between) {
        for (const auto& t : terms) {
            if (&t != &terms.front()) out_ += between;
            if (t.words.size() > 1) out_ += '(';
            for (const auto& word : t.words) {
                if (&word != &t.words.front()) out_ += " <-> ";
                out_.append(1, '\'').append(word).append(1, '\'');
            }
            if (t.begins) out_ += ":*";
            if (t.words.size() > 1) out_ += ')';
        }
    }

    std::string_view in_;
    std::size_t at_ = 0;
    std::size_t words_ = 0;
    bool ends_in_star_ = false;
    bool impossible_ = false;
    std::vector<term> wanted_{}, excluded_{};
    std::string out_{};
};

} // namespace detail

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
