// What a word is for full-text search, the same on every database, and what a user types into a search box.
#pragma once

#include <dataflow/core/config.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

/// So many words of a query count; the others are left out.
inline constexpr std::size_t most_search_words = 256;
/// PostgreSQL keeps no longer word, in bytes.
inline constexpr std::size_t longest_word = 2046;

/// Whether a character stands between words: all but letters, marks and decimal digits.
[[nodiscard]] bool separates_words(char32_t c) noexcept;

/// A query as users type it, as the text of a `tsquery`: words that must be there, "a phrase", begin*,
/// -excluded, OR. What is no word, no sign of these and no letter only separates; no text is an error. A part
/// like `e-mail` is a phrase. Without a word that is looked for, it is a query that nothing fits. Letters
/// have the small form.
///
/// `search_match_text` in sql/full_text.hpp makes of it what FTS5 takes, which is why it is so regular: each
/// word in single quotes, and around it only ` <-> `, `:*`, ` & `, ` & !`, ` | ` and parentheses.
[[nodiscard]] std::string search_text(std::string_view typed);

/// A PostgreSQL bracket expression of what separates words, but spaces.
[[nodiscard]] std::string separator_class();
/// Characters that separate and that SQLite's tables, which are older, do not know: emoji, mostly.
[[nodiscard]] std::string newer_separators();
/// Capital letters beyond ASCII, and their small forms in the same order: for servers whose locale knows
/// none.
struct letter_pairs {
    std::string capital, small;
};
[[nodiscard]] letter_pairs letters_of_two_forms();

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/words.ipp>
#endif
