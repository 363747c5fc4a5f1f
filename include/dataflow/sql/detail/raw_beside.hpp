// Which column a {} of a statement written by hand stands beside: the one that it is compared with, or stored
// in. Nothing where it is part of a calculation, or an argument of a function.
#pragma once

#include <dataflow/sql/detail/raw_words.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql::detail {

/// A column by its name, as the text spells it, without quotes.
struct column_beside {
    std::string_view name{};
    bool stores = false; ///< the value becomes its own
};

[[nodiscard]] constexpr std::string_view without_end(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}
[[nodiscard]] constexpr std::string_view without_start(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    return text;
}

/// Takes a name off the end of a text, or a qualified one, whose last part it gives; empty where there is
/// none.
[[nodiscard]] constexpr std::string_view name_at_end(std::string_view& text) noexcept {
    text = without_end(text);
    if (text.empty()) return {};
    std::string_view out;
    const char last = text.back();
    if (last == '"' || last == '`' || last == ']') {
        const auto open = text.rfind(last == ']' ? '[' : last, text.size() - 2);
        if (text.size() < 2 || open == text.npos) return {};
        out = text.substr(open + 1, text.size() - open - 2);
        text = text.substr(0, open);
    } else {
        std::size_t n = 0;
        while (n < text.size() && is_word(text[text.size() - 1 - n])) ++n;
        out = text.substr(text.size() - n);
        text.remove_suffix(n);
    }
    if (!out.empty() && !text.empty() && text.back() == '.') {
        text.remove_suffix(1);
        (void)name_at_end(text);
    }
    return out;
}
/// Takes a word off the end where it is this one.
[[nodiscard]] constexpr bool take_word(std::string_view& text, std::string_view word) noexcept {
    auto rest = without_end(text);
    std::size_t n = 0;
    while (n < rest.size() && is_word(rest[rest.size() - 1 - n])) ++n;
    if (!same_word(rest.substr(rest.size() - n), word)) return false;
    text = rest.substr(0, rest.size() - n);
    return true;
}
[[nodiscard]] constexpr bool take_end(std::string_view& text, std::string_view end) noexcept {
    const auto rest = without_end(text);
    if (!rest.ends_with(end)) return false;
    text = rest.substr(0, rest.size() - end.size());
    return true;
}
[[nodiscard]] constexpr bool take_comparison(std::string_view& text) noexcept {
    for (const std::string_view sign : {"<=", ">=", "<>", "!=", "==", "=", "<", ">"})
        if (take_end(text, sign)) return true;
    return false;
}
/// Whether what stands there makes a calculation of the name next to it.
[[nodiscard]] constexpr bool calculates(char c) noexcept {
    return std::string_view{"+-*/%|&:("}.find(c) != std::string_view::npos;
}

/// The last of the words that begin a clause.
[[nodiscard]] constexpr bool in_set(std::string_view text) noexcept {
    std::size_t at = text.size();
    while (at != 0) {
        while (at != 0 && !is_word(text[at - 1])) --at;
        std::size_t start = at;
        while (start != 0 && is_word(text[start - 1])) --start;
        const auto word = text.substr(start, at - start);
        if (same_word(word, "set")) return true;
        for (const std::string_view other :
             {"where", "on", "having", "select", "values", "when", "returning"})
            if (same_word(word, other)) return false;
        at = start;
    }
    return false;
}

/// The start of the bracket in which the end of a text stands, and how many commas come after it.
struct open_bracket {
    std::size_t at = std::string_view::npos;
    std::size_t commas = 0;
};
[[nodiscard]] constexpr open_bracket bracket_around(std::string_view text) noexcept {
    open_bracket out;
    int depth = 0;
    for (std::size_t i = text.size(); i != 0; --i) {
        const char c = text[i - 1];
        if (c == '\'') { // a text in quotes
            for (--i; i > 1 && text[i - 1] != '\'';) --i;
            continue;
        }
        if (c == ')') ++depth;
        if (c == ',' && depth == 0) ++out.commas;
        if (c != '(') continue;
        if (depth-- == 0) {
            out.at = i - 1;
            return out;
        }
    }
    return out;
}

/// The n-th name of `insert into t (a, b)`, whose end the text is.
[[nodiscard]] constexpr std::string_view inserted_name(std::string_view text, std::size_t n) noexcept {
    text = without_end(text);
    if (!text.ends_with(')')) return {};
    text.remove_suffix(1);
    const auto list = bracket_around(text);
    if (list.at == text.npos) return {};
    text.remove_prefix(list.at + 1);
    for (; n != 0; --n) {
        const auto comma = text.find(',');
        if (comma == text.npos) return {};
        text.remove_prefix(comma + 1);
    }
    text = text.substr(0, text.find(','));
    return name_at_end(text);
}

/// By what stands before a placeholder, and what after it.
[[nodiscard]] constexpr column_beside beside(std::string_view before, std::string_view after) noexcept {
    const auto next = without_start(after);
    if (!next.empty() && (calculates(next.front()) && next.front() != '(')) return {};
    const auto named = [](std::string_view left, bool stores) -> column_beside {
        const auto name = name_at_end(left);
        left = without_end(left);
        if (!left.empty() && calculates(left.back()) && left.back() != '(') return {};
        return {name, stores};
    };
    auto text = before;
    if (take_comparison(text)) return named(text, in_set(text));
    if (take_word(text, "between")) {
        (void)take_word(text, "not");
        return named(text, false);
    }
    if (take_word(text, "and") && take_end(text, "{}") && take_word(text, "between")) {
        (void)take_word(text, "not");
        return named(text, false);
    }
    text = before;
    if (take_word(text, "in")) {
        (void)take_word(text, "not");
        return named(text, false);
    }
    text = without_end(before);
    if (text.ends_with('(') || text.ends_with(',')) {
        const auto bracket = bracket_around(text);
        auto left = bracket.at != text.npos ? text.substr(0, bracket.at) : std::string_view{};
        if (take_word(left, "in")) {
            (void)take_word(left, "not");
            return named(left, false);
        }
        while (take_end(left, ",")) { // further rows
            left = without_end(left);
            if (!left.ends_with(')')) return {};
            left.remove_suffix(1);
            const auto row = bracket_around(left);
            if (row.at == left.npos) return {};
            left = left.substr(0, row.at);
        }
        if (take_word(left, "values")) return {inserted_name(left, bracket.commas), true};
    }
    // `{} = column`
    for (const std::string_view sign : {"<=", ">=", "<>", "!=", "==", "=", "<", ">"})
        if (next.starts_with(sign) && (text.empty() || !calculates(text.back()) || text.back() == '(')) {
            auto right = without_start(next.substr(sign.size()));
            std::size_t n = 0;
            while (n < right.size() && (is_word(right[n]) || right[n] == '.' || right[n] == '"')) ++n;
            const auto rest = without_start(right.substr(n));
            if (!rest.empty() && calculates(rest.front())) return {};
            auto name = right.substr(0, n);
            return {name_at_end(name), false};
        }
    return {};
}

} // namespace dataflow::rooms::sql::detail
