// Text matching for SQL: LIKE without regard to case, and regular expressions.
#pragma once

#include <dataflow/driver/sqlite/fault.hpp>
#include <dataflow/driver/sqlite/handles.hpp>

#include <cstddef>
#include <initializer_list>
#include <locale.h>
#include <memory>
#include <new>
#include <regex.h>
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

/// LIKE: `%` stands for any text, `_` for one character, `escape` makes the next one plain ('\0': none
/// does). Time is at worst the product of the lengths: only the last `%` is ever tried again.
[[nodiscard]] constexpr bool like(std::string_view text, std::string_view pattern, char escape, bool fold) noexcept {
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
        retry_t = after(text, retry_t);
        t = retry_t;
        p = retry_p;
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

/// Whether a pattern ends in an escape with nothing behind it.
[[nodiscard]] constexpr bool ends_in_escape(std::string_view pattern, char escape) noexcept {
    std::size_t run = 0;
    while (run < pattern.size() && pattern[pattern.size() - 1 - run] == escape) ++run;
    return run % 2 == 1;
}

/// A locale in which a character is a code point; null where the system has none. Kept for good.
[[nodiscard]] inline locale_t utf8_locale() noexcept {
    static const locale_t found = [] {
        for (const char* name : {"C.UTF-8", "C.utf8", "en_US.UTF-8"})
            if (const locale_t l = newlocale(LC_ALL_MASK, name, nullptr)) return l;
        return locale_t{};
    }();
    return found;
}

/// Puts this thread into that locale for a while.
class locale_scope {
  public:
    explicit locale_scope(locale_t wanted) noexcept : before_{uselocale(wanted)} {}
    ~locale_scope() { uselocale(before_); }
    locale_scope(const locale_scope&) = delete;
    locale_scope& operator=(const locale_scope&) = delete;

  private:
    locale_t before_;
};

/// A compiled POSIX extended regular expression.
class compiled_regex {
  public:
    explicit compiled_regex(const char* pattern) noexcept
        : code_{regcomp(&regex_, pattern, REG_EXTENDED | REG_NOSUB)} {}
    ~compiled_regex() {
        if (code_ == 0) regfree(&regex_);
    }
    compiled_regex(const compiled_regex&) = delete;
    compiled_regex& operator=(const compiled_regex&) = delete;

    [[nodiscard]] int code() const noexcept { return code_; } ///< regcomp's: 0 where all is well
    /// regexec's: 0, REG_NOMATCH or REG_ESPACE.
    [[nodiscard]] int search(const char* text) const noexcept { return regexec(&regex_, text, 0, nullptr, 0); }

  private:
    regex_t regex_{};
    int code_;
};

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

/// dataflow_matches(text, pattern): 1 where the pattern is found in the text, else 0.
inline void matches_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    const text_argument pattern{arguments[1]};
    if (text.data == nullptr || pattern.data == nullptr) return sqlite3_result_error_nomem(to);
    auto& state = state_of(to);
    const locale_t locale = utf8_locale();
    if (locale == nullptr)
        return state.fail(to, {error_kind::database_error, "regular expressions need the locale C.UTF-8"});
    const locale_scope scope{locale};
    auto* known = static_cast<compiled_regex*>(sqlite3_get_auxdata(to, 1));
    std::unique_ptr<compiled_regex> fresh;
    if (known == nullptr) {
        fresh.reset(new (std::nothrow) compiled_regex{pattern.data});
        if (fresh == nullptr || fresh->code() == REG_ESPACE) return sqlite3_result_error_nomem(to);
        if (fresh->code() != 0)
            return state.fail(to, {error_kind::invalid_value, "the regular expression is not valid"});
        known = fresh.get();
    }
    const int found = known->search(text.data);
    if (found != 0 && found != REG_NOMATCH) return sqlite3_result_error_nomem(to);
    sqlite3_result_int(to, found == 0 ? 1 : 0);
    // Last of all, for SQLite may drop it at once.
    if (fresh != nullptr)
        sqlite3_set_auxdata(to, 1, fresh.release(), [](void* p) { delete static_cast<compiled_regex*>(p); });
}

/// dataflow_ilike(text, pattern): LIKE ... ESCAPE '\' where ASCII letters match in either case.
inline void ilike_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument text{arguments[0]};
    const text_argument pattern{arguments[1]};
    if (text.data == nullptr || pattern.data == nullptr) return sqlite3_result_error_nomem(to);
    if (ends_in_escape(pattern.view(), '\\'))
        return state_of(to).fail(to, {error_kind::invalid_value, "the pattern ends in its escape character"});
    sqlite3_result_int(to, like(text.view(), pattern.view(), '\\', true) ? 1 : 0);
}

/// like(pattern, text [, escape]) for libraries whose own LIKE cannot be told to mind the case.
inline void like_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument pattern{arguments[0]};
    const text_argument text{arguments[1]};
    if (text.data == nullptr || pattern.data == nullptr) return sqlite3_result_error_nomem(to);
    char escape = '\0';
    if (count == 3) {
        const text_argument given{arguments[2]};
        if (given.data == nullptr) return sqlite3_result_error_nomem(to);
        if (given.size != 1)
            return state_of(to).fail(to, {error_kind::invalid_value, "ESCAPE takes one ASCII character"});
        escape = *given.data;
    }
    sqlite3_result_int(to, like(text.view(), pattern.view(), escape, false) ? 1 : 0);
}

} // namespace dataflow::driver::sqlite_::detail
