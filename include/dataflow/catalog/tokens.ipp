// The code of catalog/tokens.hpp.
#pragma once

#include <dataflow/catalog/name_rule.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog {

namespace detail {

inline constexpr std::string_view operator_characters = "+-*/<>=~!@#%^&|`?:";

[[nodiscard]] inline bool is_word_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// Where a comment or a blank at `at` ends; `at` where there is none.
[[nodiscard]] inline std::size_t end_of_blank(std::string_view sql, std::size_t at) noexcept {
    if (sql.substr(at, 2) == "--") {
        const auto end = sql.find('\n', at);
        return end == sql.npos ? sql.size() : end + 1;
    }
    if (sql.substr(at, 2) == "/*") {
        const auto end = sql.find("*/", at + 2);
        return end == sql.npos ? sql.size() : end + 2;
    }
    return std::string_view{" \t\r\n\f\v"}.find(sql[at]) != std::string_view::npos ? at + 1 : at;
}

/// Where an operator at `at` ends: one that has none of the characters of a special one does not end in a
/// sign.
[[nodiscard]] inline std::size_t end_of_operator(std::string_view sql, std::size_t at) noexcept {
    if (sql.substr(at, 2) == "::") return at + 2;
    auto end = at;
    while (end < sql.size() && operator_characters.find(sql[end]) != std::string_view::npos &&
           sql.substr(end, 2) != "--" && sql.substr(end, 2) != "/*")
        ++end;
    while (end > at + 1 && (sql[end - 1] == '+' || sql[end - 1] == '-') &&
           sql.substr(at, end - at).find_first_of("~!@#%^&|?`") == std::string_view::npos)
        --end;
    return end;
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<token> tokens_of(std::string_view sql, dialect d) {
    using kind = token::kind;
    const bool brackets = rooms::sql::data_of(d).brackets_quote;
    std::vector<token> out;
    for (std::size_t at = 0; at < sql.size();) {
        if (const auto blank = detail::end_of_blank(sql, at); blank != at) {
            at = blank;
            continue;
        }
        token one;
        one.first = at;
        const char c = sql[at];
        const bool is_bytes = (c == 'x' || c == 'X') && sql.substr(at + 1, 1) == "'";
        if (c == '\'' || c == '"' || c == '`' || (c == '[' && brackets) || is_bytes) {
            if (is_bytes) ++at;
            const char end = c == '[' ? ']' : sql[at];
            one.what = is_bytes ? kind::bytes : c == '\'' ? kind::string : kind::quoted;
            for (++at; at < sql.size(); ++at) {
                if (sql[at] == end && (end == ']' || sql.substr(at + 1, 1) != std::string_view{&end, 1}))
                    break;
                if (sql[at] == end) ++at;
                one.text += sql[at];
            }
            ++at;
        } else if ((c >= '0' && c <= '9') ||
                   (c == '.' && at + 1 < sql.size() && sql[at + 1] >= '0' && sql[at + 1] <= '9')) {
            one.what = kind::number;
            while (at < sql.size() &&
                   (detail::is_word_character(sql[at]) || sql[at] == '.' ||
                    ((sql[at] == '-' || sql[at] == '+') && (sql[at - 1] == 'e' || sql[at - 1] == 'E'))))
                one.text += sql[at++];
        } else if (detail::is_word_character(c)) {
            one.what = kind::word;
            while (at < sql.size() && detail::is_word_character(sql[at])) {
                const char l = sql[at++];
                one.text += l >= 'A' && l <= 'Z' ? static_cast<char>(l - 'A' + 'a') : l;
            }
        } else {
            one.what = kind::symbol;
            const bool symbol = detail::operator_characters.find(c) != std::string_view::npos;
            const auto end = symbol ? detail::end_of_operator(sql, at) : at + 1;
            one.text = sql.substr(at, end - at);
            at = end;
        }
        one.last = at < sql.size() ? at : sql.size();
        out.push_back(std::move(one));
    }
    out.push_back({kind::end, {}, sql.size(), sql.size()});
    return out;
}

DATAFLOW_RUNTIME bool mentions(std::string_view sql, std::string_view name, dialect d) {
    const name_rule same{d};
    for (const auto& t : tokens_of(sql, d))
        if (t.is_name() && same(t.text, name)) return true;
    return false;
}

} // namespace dataflow::catalog
