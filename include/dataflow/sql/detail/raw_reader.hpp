// Takes a statement apart that was written by hand.
#pragma once

#include <dataflow/sql/detail/raw_words.hpp>

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

} // namespace dataflow::rooms::sql
