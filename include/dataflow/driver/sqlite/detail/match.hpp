// Text matching for SQL: LIKE without regard to case, and regular expressions.
#pragma once

#include <dataflow/core/regex_machine.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

[[nodiscard]] constexpr char folded(char c, bool fold) noexcept {
    return fold && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Past one character of UTF-8.
[[nodiscard]] constexpr std::size_t after(std::string_view text, std::size_t i) noexcept {
    ++i;
    while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) ++i;
    return i;
}

struct endless {
    constexpr bool operator()(std::size_t) const noexcept { return false; }
};

/// LIKE: `%` stands for any text, `_` for one character, `escape` makes the next one plain ('\0': none
/// does). Time is at worst the product of the lengths: only the last `%` is ever tried again. `stop(n)` is
/// told of `n` steps, and ends it.
template <class Stop = endless>
[[nodiscard]] constexpr bool like(std::string_view text, std::string_view pattern, char escape, bool fold,
                                  Stop stop = {}) noexcept {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t retry_t = 0;
    std::size_t retry_p = std::string_view::npos;
    while (t < text.size()) {
        if (p < pattern.size()) {
            const bool escaped = escape != '\0' && pattern[p] == escape && p + 1 < pattern.size();
            const char c = pattern[p + (escaped ? 1 : 0)];
            if (!escaped && c == '%') {
                retry_p = ++p;
                retry_t = t;
                continue;
            }
            if (!escaped && c == '_') {
                t = after(text, t);
                ++p;
                continue;
            }
            if (folded(c, fold) == folded(text[t], fold)) {
                p += escaped ? 2 : 1;
                ++t;
                continue;
            }
        }
        if (retry_p == std::string_view::npos) return false;
        if (stop(t - retry_t + 1)) return false;
        retry_t = after(text, retry_t);
        t = retry_t;
        p = retry_p;
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

/// Whether a pattern ends in an escape with nothing after it.
[[nodiscard]] constexpr bool ends_in_escape(std::string_view pattern, char escape) noexcept {
    std::size_t run = 0;
    while (run < pattern.size() && pattern[pattern.size() - 1 - run] == escape) ++run;
    return run % 2 == 1;
}

// A function's argument as text, converted where it is none; null only where memory ran out.
struct text_argument {
    const char* data;
    std::size_t size;

    explicit text_argument(sqlite3_value* v) noexcept
        : data{reinterpret_cast<const char*>(sqlite3_value_text(v))},
          size{static_cast<std::size_t>(sqlite3_value_bytes(v))} {}
    [[nodiscard]] std::string_view view() const noexcept { return {data, size}; }
};

[[nodiscard]] inline bool any_null(int count, sqlite3_value** arguments) noexcept {
    for (int i = 0; i < count; ++i)
        if (sqlite3_value_type(arguments[i]) == SQLITE_NULL) return true;
    return false;
}

/// dataflow_matches(text, pattern): 1 where the pattern is found in the text, else 0. The pattern is in the
/// form of `query::portable_regex`.
inline void matches_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    const text_argument pattern{arguments[1]};
    if (text.data == nullptr || pattern.data == nullptr) return sqlite3_result_error_nomem(to);
    auto& state = state_of(to);
    auto* known = static_cast<regex_machine*>(sqlite3_get_auxdata(to, 1));
    std::unique_ptr<regex_machine> fresh;
    try {
        if (known == nullptr) {
            fresh = std::make_unique<regex_machine>(pattern.view());
            if (!fresh->valid())
                return state.fail(to, {error_kind::invalid_value, "the regular expression is not valid"});
            known = fresh.get();
        }
        const auto found = known->search(text.view(), state.stop, state.limits);
        if (found == regex_machine::result::stopped) return sqlite3_result_error_code(to, SQLITE_INTERRUPT);
        sqlite3_result_int(to, found == regex_machine::result::found ? 1 : 0);
    } catch (const std::bad_alloc&) {
        return sqlite3_result_error_nomem(to);
    }
    // Last of all, for SQLite may drop it at once.
    if (fresh != nullptr)
        sqlite3_set_auxdata(to, 1, fresh.release(), [](void* p) { delete static_cast<regex_machine*>(p); });
}

/// The work of LIKE: gives 1 or 0, or tells what is wrong.
inline void give_like(sqlite3_context* to, sqlite3_value* of, sqlite3_value* by, char escape, bool fold) {
    const text_argument text{of};
    const text_argument pattern{by};
    if (text.data == nullptr || pattern.data == nullptr) return sqlite3_result_error_nomem(to);
    if (escape == '\\' && ends_in_escape(pattern.view(), escape))
        return state_of(to).fail(to, {error_kind::invalid_value, "the pattern ends in its escape character"});
    steps taken{to};
    bool stopped = false;
    const bool found = like(text.view(), pattern.view(), escape, fold,
                            [&](std::size_t n) { return stopped = taken.stop(n); });
    if (!stopped) sqlite3_result_int(to, found ? 1 : 0);
}

/// dataflow_ilike(text, pattern): LIKE ... ESCAPE '\' where ASCII letters match in either case.
inline void ilike_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!any_null(count, arguments)) give_like(to, arguments[0], arguments[1], '\\', true);
}
/// dataflow_like(text, pattern): LIKE ... ESCAPE '\', character by character.
inline void exact_like_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!any_null(count, arguments)) give_like(to, arguments[0], arguments[1], '\\', false);
}

/// dataflow_plain_pattern(pattern): 0 where a pattern holds U+FFFD, U+FFFE or U+FFFF, which SQLite's own LIKE
/// takes for one another, else 1.
inline void plain_pattern_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return sqlite3_result_int(to, 1);
    const text_argument pattern{arguments[0]};
    if (pattern.data == nullptr) return sqlite3_result_error_nomem(to);
    const auto view = pattern.view();
    bool plain = true;
    for (std::size_t at = 0; plain && (at = view.find("\xEF\xBF", at)) != view.npos; at += 2)
        plain = at + 2 == view.size() || static_cast<unsigned char>(view[at + 2]) < 0xBD;
    sqlite3_result_int(to, plain ? 1 : 0);
}

/// like(pattern, text [, escape]) for libraries whose own LIKE cannot be told to mind the case.
inline void like_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    char escape = '\0';
    if (count == 3) {
        const text_argument given{arguments[2]};
        if (given.data == nullptr) return sqlite3_result_error_nomem(to);
        if (given.size != 1)
            return state_of(to).fail(to, {error_kind::invalid_value, "ESCAPE takes one ASCII character"});
        escape = *given.data;
    }
    give_like(to, arguments[1], arguments[0], escape, false);
}

} // namespace dataflow::driver::sqlite_::detail
