// SQL functions of text, with PostgreSQL's meaning and its errors. Characters are code points of UTF-8.
#pragma once

#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/functions_number.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// How many characters a text has.
[[nodiscard]] inline std::int64_t characters(std::string_view text) noexcept {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}
/// The text after its first `n` characters.
[[nodiscard]] inline std::string_view without_first(std::string_view text, std::int64_t n) noexcept {
    std::size_t at = 0;
    for (; n > 0 && at < text.size(); --n) at = after(text, at);
    return text.substr(at);
}
/// The first `n` characters of a text.
[[nodiscard]] inline std::string_view first_of(std::string_view text, std::int64_t n) noexcept {
    return text.substr(0, text.size() - without_first(text, n).size());
}

inline void give_text(sqlite3_context* to, std::string_view text) {
    sqlite3_result_text64(to, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8);
}

/// Counts and positions, from the second argument on: PostgreSQL takes 32 bits, also where the text is NULL.
/// False after the error has been told.
[[nodiscard]] inline bool counts_fit(sqlite3_context* to, int count, sqlite3_value** arguments) {
    for (int i = 1; i < count; ++i) {
        const std::int64_t n = sqlite3_value_int64(arguments[i]); // 0 for NULL
        if (n >= INT32_MIN && n <= INT32_MAX) continue;
        fail_value(to, out_of_range);
        return false;
    }
    return true;
}

/// dataflow_lower(text), dataflow_upper(text): the letters A to Z only.
template <char First, int Change>
inline void case_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    if (text.data == nullptr) return sqlite3_result_error_nomem(to);
    auto* made = static_cast<char*>(sqlite3_malloc64(text.size + 1));
    if (made == nullptr) return sqlite3_result_error_nomem(to);
    std::transform(text.data, text.data + text.size, made,
                   [](char c) { return c >= First && c < First + 26 ? static_cast<char>(c + Change) : c; });
    sqlite3_result_text64(to, made, text.size, sqlite3_free, SQLITE_UTF8);
}

/// dataflow_substring(text, from [, count]): from 1; characters before the first are counted.
inline void substring_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!counts_fit(to, count, arguments) || any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    if (text.data == nullptr) return sqlite3_result_error_nomem(to);
    const std::int64_t from = sqlite3_value_int64(arguments[1]);
    const std::int64_t wanted = count == 3 ? sqlite3_value_int64(arguments[2]) : 0;
    if (wanted < 0) return fail_value(to, "the bounds of a substring are out of range");
    const auto found = without_first(text.view(), from - 1);
    if (count == 2) return give_text(to, found);
    give_text(to, first_of(found, from > 0 ? wanted : std::max<std::int64_t>(from - 1 + wanted, 0)));
}

/// dataflow_left(text, n), dataflow_right(text, n): n characters; all but -n where it is negative.
inline void left_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!counts_fit(to, count, arguments) || any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    if (text.data == nullptr) return sqlite3_result_error_nomem(to);
    const std::int64_t n = sqlite3_value_int64(arguments[1]);
    give_text(to, first_of(text.view(), n >= 0 ? n : characters(text.view()) + n));
}
inline void right_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!counts_fit(to, count, arguments) || any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    if (text.data == nullptr) return sqlite3_result_error_nomem(to);
    const std::int64_t n = sqlite3_value_int64(arguments[1]);
    give_text(to, without_first(text.view(), n >= 0 ? characters(text.view()) - n : -n));
}

inline constexpr std::size_t stopped_at = std::string_view::npos - 1;

/// Where a text holds another one: npos where it does not, `stopped_at` where that took longer than it may.
/// In steps, for what begins like the part again and again takes the product of the lengths.
[[nodiscard]] inline std::size_t find_part(std::string_view text, std::string_view part,
                                           steps& taken) noexcept {
    const auto window = std::max<std::size_t>((std::size_t{1} << 22U) / part.size(), 1);
    for (std::size_t at = 0; text.size() - at >= part.size() && at < text.size(); at += window) {
        const auto found = text.substr(at, window + part.size() - 1).find(part);
        if (found != std::string_view::npos) return at + found;
        if (taken.stop(window * part.size() / 16 + 1)) return stopped_at;
    }
    return std::string_view::npos;
}

/// dataflow_replace(text, part, by): an empty part is nowhere.
inline void replace_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    const text_argument part{arguments[1]};
    const text_argument by{arguments[2]};
    if (text.data == nullptr || part.data == nullptr || by.data == nullptr)
        return sqlite3_result_error_nomem(to);
    if (part.size == 0) return sqlite3_result_value(to, arguments[0]);
    auto* made = sqlite3_str_new(sqlite3_context_db_handle(to)); // takes note where memory runs out
    auto left = text.view();
    steps taken{to};
    for (;;) {
        const auto at = find_part(left, part.view(), taken);
        if (at == stopped_at) return sqlite3_free(sqlite3_str_finish(made));
        const auto before = left.substr(0, at);
        sqlite3_str_append(made, before.data(), static_cast<int>(before.size()));
        if (at == std::string_view::npos) break;
        sqlite3_str_append(made, by.data, static_cast<int>(by.size));
        left.remove_prefix(at + part.size);
    }
    const int failed = sqlite3_str_errcode(made);
    const auto size = static_cast<sqlite3_uint64>(sqlite3_str_length(made));
    char* const done = sqlite3_str_finish(made);
    if (failed == SQLITE_TOOBIG) return sqlite3_free(done), sqlite3_result_error_toobig(to);
    if (failed != SQLITE_OK) return sqlite3_free(done), sqlite3_result_error_nomem(to);
    if (done == nullptr) return sqlite3_result_text(to, "", 0, SQLITE_STATIC);
    sqlite3_result_text64(to, done, size, sqlite3_free, SQLITE_UTF8);
}

/// dataflow_starts_with(text, part), dataflow_ends_with(text, part)
template <bool AtEnd>
inline void affix_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    const text_argument part{arguments[1]};
    if (text.data == nullptr || part.data == nullptr) return sqlite3_result_error_nomem(to);
    sqlite3_result_int(
        to, (AtEnd ? text.view().ends_with(part.view()) : text.view().starts_with(part.view())) ? 1 : 0);
}

} // namespace dataflow::driver::sqlite_::detail
