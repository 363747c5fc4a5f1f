// A bracket expression: a set of characters, read from a pattern and written so that no engine misreads it.
#pragma once

#include <dataflow/core/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::query::detail {

/// A set of code points. Ranges go by number, as in both engines.
class bracket {
  public:
    /// Whether a backslash before `c` means the plain character.
    [[nodiscard]] static constexpr bool is_punctuation(char c) noexcept {
        return (c >= ' ' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
               (c >= '{' && c <= '~');
    }

    /// Adds what the letter after a backslash stands for: d, w, s, D, W or S; false for another.
    bool add_shorthand(char letter) {
        switch (letter) {
        case 'D': negated_ = true; [[fallthrough]];
        case 'd': return add_class("digit");
        case 'W': negated_ = true; [[fallthrough]];
        case 'w': add('_', '_'); return add_class("alnum");
        case 'S': negated_ = true; [[fallthrough]];
        case 's': return add_class("space");
        default: return false;
        }
    }

    /// Reads from the `[` at `at` past its `]`, from valid UTF-8. Gives what is not supported, with
    /// `at` where it stands, or an empty text.
    [[nodiscard]] std::string_view read(std::string_view in, std::size_t& at) {
        const auto start = at++;
        const auto sees = [&](std::string_view what) { return in.substr(at).starts_with(what); };
        if (sees("^")) {
            negated_ = true;
            ++at;
        }
        for (const auto first = at;;) {
            if (at >= in.size()) {
                at = start;
                return "an opening bracket without a closing one";
            }
            if (sees("]") && at != first) break;
            if (sees("[:")) {
                const auto end = in.find(":]", at + 2);
                if (end == std::string_view::npos || !add_class(in.substr(at + 2, end - at - 2)))
                    return "an unknown class in brackets";
                at = end + 2;
                continue;
            }
            if (sees("[.") || sees("[=")) return "a collating element";
            if (sees("\\") && at + 1 < in.size() &&
                std::string_view{"dws"}.find(in[at + 1]) != std::string_view::npos) {
                (void)add_shorthand(in[at + 1]);
                at += 2;
                continue;
            }
            if (sees("-") && at != first && !sees("-]")) return "an ambiguous - in brackets";
            if (at == first && sees("--")) return "an ambiguous - in brackets";
            const auto from_at = at;
            char32_t low = 0;
            if (!character(in, at, low)) return "an escape that the databases read differently";
            char32_t high = low;
            const bool plain_minus = in[from_at] == '-';
            if (!plain_minus && sees("-") && !sees("-]")) {
                ++at;
                if (sees("[:") || sees("[.") || sees("[=")) return "a range that ends in a class";
                if (sees("-")) return "an ambiguous - in brackets";
                if (at >= in.size()) continue; // told at the top
                if (!character(in, at, high)) return "an escape that the databases read differently";
                if (high < low) {
                    at = from_at;
                    return "a range that ends before it starts";
                }
            }
            add(low, high);
        }
        merge();
        ++at;
        return {};
    }

    /// Appends the set as a bracket expression. The characters that mean something in brackets stand
    /// where all engines take them as plain: `]` first, then ranges, then a doubled backslash (one engine
    /// reads an escape, the other the same character twice), then `[`, `^` and last `-`.
    void write(std::string& out) {
        merge();
        if (!negated_ && ranges_.size() == 1 && ranges_[0].low == '^' && ranges_[0].high == '^') {
            out += "\\^";
            return;
        }
        std::string plain;
        std::string special;
        for (auto [low, high] : ranges_) {
            while (low <= high && is_special(low)) special += static_cast<char>(low++);
            while (low <= high && is_special(high)) special += static_cast<char>(high--);
            if (low > high) continue;
            encode(plain, low);
            if (high > low + 1) plain += '-';
            if (high > low) encode(plain, high);
        }
        const auto has = [&](char c) { return special.find(c) != std::string::npos; };
        out += negated_ ? "[^" : "[";
        if (has(']')) out += ']';
        // Without anything before it, ^ would negate: then - leads, where it is plain as well.
        const bool minus_first =
            plain.empty() && !negated_ && !has(']') && !has('\\') && !has('[') && has('-');
        if (minus_first) out += '-';
        out += plain;
        if (has('\\')) out += "\\\\";
        if (has('[')) out += '[';
        if (has('^')) out += '^';
        if (has('-') && !minus_first) out += '-';
        out += ']';
    }

  private:
    struct range {
        char32_t low;
        char32_t high;
    };

    [[nodiscard]] static constexpr bool is_special(char32_t c) noexcept {
        return c == ']' || c == '[' || c == '\\' || c == '^' || c == '-';
    }

    void add(char32_t low, char32_t high) { ranges_.push_back({low, high}); }

    bool add_class(std::string_view name) {
        if (name == "alpha" || name == "alnum") {
            add('A', 'Z');
            add('a', 'z');
            if (name == "alnum") add('0', '9');
        } else if (name == "digit") {
            add('0', '9');
        } else if (name == "upper") {
            add('A', 'Z');
        } else if (name == "lower") {
            add('a', 'z');
        } else if (name == "xdigit") {
            add('0', '9');
            add('A', 'F');
            add('a', 'f');
        } else if (name == "space") {
            add('\t', '\r');
            add(' ', ' ');
        } else if (name == "blank") {
            add('\t', '\t');
            add(' ', ' ');
        } else if (name == "punct") {
            add('!', '/');
            add(':', '@');
            add('[', '`');
            add('{', '~');
        } else if (name == "graph") {
            add('!', '~');
        } else if (name == "print") {
            add(' ', '~');
        } else if (name == "cntrl") {
            add(1, 31);
            add(127, 127);
        } else {
            return false;
        }
        return true;
    }

    // One character, plain or escaped; false for an escape that is not of punctuation.
    [[nodiscard]] static bool character(std::string_view in, std::size_t& at, char32_t& out) {
        if (in[at] == '\\') {
            if (at + 1 >= in.size() || !is_punctuation(in[at + 1])) return false;
            ++at;
        }
        const auto lead = static_cast<unsigned char>(in[at++]);
        if (lead < 0x80) {
            out = lead;
            return true;
        }
        const std::size_t tails = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        out = lead & (0x3FU >> tails);
        for (std::size_t i = 0; i < tails; ++i)
            out = (out << 6U) | (static_cast<unsigned char>(in[at++]) & 0x3FU);
        return true;
    }

    static void encode(std::string& out, char32_t c) {
        const auto tail = [&](int shift) { out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += static_cast<char>(0xC0U | (c >> 6U));
            tail(0);
        } else if (c < 0x10000) {
            out += static_cast<char>(0xE0U | (c >> 12U));
            tail(6);
            tail(0);
        } else {
            out += static_cast<char>(0xF0U | (c >> 18U));
            tail(12);
            tail(6);
            tail(0);
        }
    }

    void merge() {
        std::ranges::sort(ranges_, {}, &range::low);
        std::vector<range> merged;
        for (const auto& r : ranges_) {
            if (!merged.empty() && r.low <= merged.back().high + 1)
                merged.back().high = std::max(merged.back().high, r.high);
            else merged.push_back(r);
        }
        ranges_ = std::move(merged);
    }

    std::vector<range> ranges_;
    bool negated_ = false;
};

} // namespace dataflow::query::detail
