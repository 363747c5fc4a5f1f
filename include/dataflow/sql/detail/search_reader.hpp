// Reads what a person types to search.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/sql/words.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

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

} // namespace dataflow::rooms::sql
