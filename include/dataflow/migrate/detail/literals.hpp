// Names and texts in an expression of SQL, as far as the compiler can look for them, too.
#pragma once

#include <cstddef>
#include <string_view>

namespace dataflow::migrate::detail {

constexpr bool begins_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) > 127;
}
constexpr bool is_in_word(char c) noexcept { return begins_word(c) || (c >= '0' && c <= '9') || c == '$'; }

/// Where the quoted text that begins at `at` ends: after its last quote.
constexpr std::size_t after_quoted(std::string_view sql, std::size_t at) noexcept {
    const char quote = sql[at];
    for (++at; at < sql.size(); ++at) {
        if (sql[at] != quote) continue;
        if (at + 1 == sql.size() || sql[at + 1] != quote) return at + 1;
        ++at;
    }
    return sql.size();
}

/// Calls `use(name)` with each text in single quotes of a condition: the names that an enumeration may hold.
template <class Use>
constexpr void each_literal(std::string_view sql, Use&& use) {
    for (std::size_t i = 0; i < sql.size();) {
        const bool quoted = sql[i] == '\'' || sql[i] == '"';
        const auto end = quoted ? after_quoted(sql, i) : i + 1;
        if (sql[i] == '\'') use(sql.substr(i + 1, end - i - 2));
        i = end;
    }
}
[[nodiscard]] constexpr bool has_literal(std::string_view sql, std::string_view wanted) {
    bool out = false;
    each_literal(sql, [&](std::string_view one) { out = out || one == wanted; });
    return out;
}
/// Whether all texts of `a` are among those of `b`.
[[nodiscard]] constexpr bool literals_within(std::string_view a, std::string_view b) {
    bool out = true;
    each_literal(a, [&](std::string_view one) { out = out && has_literal(b, one); });
    return out;
}

} // namespace dataflow::migrate::detail
