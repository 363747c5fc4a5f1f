// Statements that a user writes by hand, with {} where a value goes: taken apart by the compiler.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/detail/raw_words.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// Where in a statement a placeholder stands.
enum class spot : std::uint8_t {
    value,         ///< where one value goes
    set,           ///< `x in {}`
    bracketed_set, ///< `x in ({})`
    array,         ///< `any({})`, `all({})`, `some({})`, `unnest({})`
};

/// One argument of such a statement.
struct raw_argument {
    storage stored{};
    bool list = false;
};

/// What is wrong with a text.
enum class text_flaw : std::uint8_t { none, brace, parameter, foreign };

namespace detail {

/// The length of what begins with the first character of a text and is to be left as it is: a string, a
/// quoted name, a comment; 0 where there is none. `word`: what stands directly before it.
[[nodiscard]] constexpr std::size_t quoted_length(std::string_view text, std::string_view word) noexcept {
    const char first = text[0];
    const auto upto = [&](std::string_view end, std::size_t from) {
        const auto at = text.find(end, from);
        return at == text.npos ? text.size() : at + end.size();
    };
    if (first == '\'' || first == '"' || first == '`') {
        const bool escapes = first == '\'' && same_word(word, "e"); // PostgreSQL's E'it\'s'
        std::size_t i = 1;
        for (; i < text.size(); ++i) {
            if (escapes && text[i] == '\\') ++i;
            else if (text[i] == first) {
                if (i + 1 < text.size() && text[i + 1] == first) ++i;
                else return i + 1;
            }
        }
        return text.size();
    }
    if (text.starts_with("--")) return upto("\n", 2);
    if (text.starts_with("/*")) { // PostgreSQL's comments nest
        std::size_t depth = 1;
        std::size_t i = 2;
        for (; i < text.size() && depth != 0; ++i) {
            const auto rest = text.substr(i);
            if (!rest.starts_with("/*") && !rest.starts_with("*/")) continue;
            depth = rest.starts_with("/*") ? depth + 1 : depth - 1;
            ++i;
        }
        return i;
    }
    if (first == '$' && word.empty()) { // PostgreSQL's $tag$...$tag$
        std::size_t end = 1;
        while (end < text.size() && is_word(text[end])) ++end;
        const bool digit = end > 1 && text[1] >= '0' && text[1] <= '9';
        if (end < text.size() && text[end] == '$' && !digit) return upto(text.substr(0, end + 1), end + 1);
    }
    return 0;
}

/// Whether a character begins a placeholder of another library, which SQLite would take for NULL: `?`, `?1`,
/// `:name`, `@name`. PostgreSQL's operators `?` (between two values), `::`, `@>`, `@@` and its slices `[1:n]`
/// are none.
[[nodiscard]] constexpr bool is_foreign_placeholder(std::string_view text, std::size_t at) noexcept {
    const char c = text[at];
    std::size_t before = at, after = at + 1;
    while (before != 0 && is_blank(text[before - 1])) --before;
    while (after < text.size() && is_blank(text[after])) ++after;
    const char last = before == 0 ? '(' : text[before - 1];
    const char next = after == text.size() ? ')' : text[after];
    const char beside = at + 1 < text.size() ? text[at + 1] : ' ';
    constexpr std::string_view openers = "(,=<>+-*/%";
    if (c == '?') {
        if (beside == '|' || beside == '&') return false;
        return (beside >= '0' && beside <= '9') || openers.find(last) != openers.npos || next == ')' ||
               next == ',' || next == ';';
    }
    if (c == ':' || c == '@')
        return is_word(beside) && !(beside >= '0' && beside <= '9') &&
               (openers.find(last) != openers.npos || (before != at && is_word(last)));
    return false;
}

/// Reads a text once: gives `sink.raw(text)` what is written as it is, `sink.placeholder(spot)` each {}, and
/// `sink.word(word)` each word outside quotes, `sink.call(word)` the word before each `(` (empty: a quoted
/// name), and `sink.refuse(flaw, position)` what is wrong.
template <class Sink>
constexpr void take_apart(std::string_view text, Sink& sink) {
    std::string_view word;  // the last token, where it is a word
    std::string_view opens; // the word before the `(` that is the last token
    bool bracket = false;   // the last token is a `(`
    bool quoted = false;    // the last token is a quoted name
    std::size_t done = 0;   // what has been given to the sink
    const auto pass = [&](std::size_t upto) {
        if (upto > done) sink.raw(text.substr(done, upto - done));
        done = upto;
    };
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        const bool touching = i != 0 && is_word(text[i - 1]);
        if (const auto n = quoted_length(text.substr(i), touching ? word : std::string_view{}); n != 0) {
            const bool comment = c == '-' || c == '/';
            i += n;
            if (!comment) word = {}, bracket = false, quoted = c == '"';
        } else if (is_blank(c)) ++i;
        else if (is_word(c)) {
            const std::size_t from = i;
            while (i < text.size() && is_word(text[i])) ++i;
            word = text.substr(from, i - from);
            bracket = quoted = false;
            sink.word(word);
        } else if (c == '{' || c == '}') {
            const auto rest = text.substr(i);
            if (rest.starts_with("{{") || rest.starts_with("}}")) {
                pass(i + 1);
                i = done = i + 2;
            } else if (rest.starts_with("{}")) {
                pass(i);
                i = done = i + 2;
                std::size_t next = i;
                while (next < text.size() && is_blank(text[next])) ++next;
                const bool closed = next < text.size() && text[next] == ')';
                constexpr std::string_view arrays[]{"any", "all", "some", "unnest"};
                if (!bracket && same_word(word, "in")) sink.placeholder(spot::set);
                else if (bracket && closed && same_word(opens, "in")) sink.placeholder(spot::bracketed_set);
                else if (bracket && closed && one_of(opens, arrays)) sink.placeholder(spot::array);
                else sink.placeholder(spot::value);
            } else {
                sink.refuse(text_flaw::brace, i);
                ++i;
            }
            word = {}, bracket = quoted = false;
        } else {
            if (c == '$' && !touching && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9')
                sink.refuse(text_flaw::parameter, i);
            if (is_foreign_placeholder(text, i)) sink.refuse(text_flaw::foreign, i);
            bracket = c == '(';
            if (bracket) opens = word;
            if (bracket && (quoted || !word.empty())) sink.call(word);
            word = {}, quoted = false;
            ++i;
        }
    }
    pass(text.size());
}

} // namespace detail

/// What the compiler finds out about a text.
struct raw_report {
    std::size_t placeholders = 0;
    text_flaw flaw = text_flaw::none;
    std::size_t at = 0;    ///< of the flaw, in bytes from 1
    bool reads = false;    ///< it begins as a query, and no word in it writes
    bool selects = false;  ///< it begins with select or values
    bool controls = false; ///< it begins or ends a transaction
    bool calls = false;    ///< it calls a function that is not known
    bool stays = false;    ///< it may leave something behind in its session
    bool prepares = false; ///< it names prepared statements, where it does
    std::size_t words = 0;
    std::string_view before{}; ///< the last word but one
    std::string_view last{};
    bool columns =
        false; ///< an `insert into` is read: what comes in brackets after the table are its columns

    [[nodiscard]] constexpr session_use session() const noexcept {
        if (!stays) return calls ? session_use::calls : session_use::none;
        return prepares ? session_use::statements : session_use::settings;
    }

    constexpr void raw(std::string_view) noexcept {}
    constexpr void placeholder(spot) noexcept { ++placeholders; }
    constexpr void refuse(text_flaw what, std::size_t where) noexcept {
        if (flaw == text_flaw::none) flaw = what, at = where + 1;
    }
    constexpr void word(std::string_view given) noexcept {
        constexpr std::string_view queries[]{"select", "values", "with", "table", "explain"};
        constexpr std::string_view writes[]{"insert", "update", "delete", "merge", "into"};
        constexpr std::string_view temporary[]{"temp", "temporary"};
        constexpr std::string_view prepared[]{"prepare", "deallocate", "discard", "load"};
        before = last;
        last = given;
        columns = columns || (detail::same_word(given, "into") && detail::same_word(before, "insert"));
        stays = stays || detail::one_of(given, temporary);
        prepares = prepares || detail::one_of(given, prepared);
        if (words++ == 0) {
            reads = detail::one_of(given, queries);
            constexpr std::string_view tables[]{"alter",  "analyze",  "comment", "create",  "drop",
                                                "grant",  "lock",     "notify",  "refresh", "reindex",
                                                "revoke", "truncate", "vacuum"};
            stays = stays || !(reads || detail::one_of(given, writes) || detail::one_of(given, tables));
            constexpr std::string_view control[]{"begin",    "start", "commit",    "end",
                                                 "rollback", "abort", "savepoint", "release"};
            controls = detail::one_of(given, control);
            selects = detail::same_word(given, "select") || detail::same_word(given, "values");
        } else if (detail::one_of(given, writes)) reads = false;
    }
    constexpr void call(std::string_view given) noexcept {
        if (!columns) calls = calls || !detail::leaves_nothing(given);
        columns = false;
    }
};

[[nodiscard]] constexpr raw_report report_on(std::string_view text) {
    raw_report out;
    detail::take_apart(text, out);
    return out;
}

/// Where the n-th placeholder stands, counted from 0.
[[nodiscard]] constexpr spot spot_of(std::string_view text, std::size_t n) {
    struct sink {
        std::size_t left;
        spot found = spot::value;
        constexpr void raw(std::string_view) noexcept {}
        constexpr void word(std::string_view) noexcept {}
        constexpr void call(std::string_view) noexcept {}
        constexpr void refuse(text_flaw, std::size_t) noexcept {}
        constexpr void placeholder(spot s) noexcept {
            if (left-- == 0) found = s;
        }
    } out{n};
    detail::take_apart(text, out);
    return out.found;
}

/// Writes such a statement: the text, with a parameter for each placeholder.
constexpr void write_raw(writer& w, std::string_view text, constant_list<raw_argument> arguments) {
    struct sink {
        writer& to;
        constant_list<raw_argument> left;
        std::uint16_t next = 0;

        constexpr void raw(std::string_view part) { to << part; }
        constexpr void word(std::string_view) noexcept {}
        constexpr void call(std::string_view) noexcept {}
        constexpr void refuse(text_flaw, std::size_t) noexcept {}
        constexpr void placeholder(spot s) {
            const auto argument = left.front();
            left = left.subspan(1);
            const bool set = argument.list && s != spot::array;
            if (set && s == spot::set) to << "(";
            const place at{next++};
            const bool array = to.dialect().rows == row_form::arrays;
            if (set) to << (array ? "SELECT unnest(" : "SELECT c0 FROM ");
            if (argument.list && array) to.array_value(argument.stored, at);
            else if (set) to.list_rows(argument.stored, at);
            else to.value(at);
            if (set && array) to << ")";
            if (set && s == spot::set) to << ")";
        }
    } out{w, arguments};
    detail::take_apart(text, out);
}

} // namespace dataflow::rooms::sql
