// Regular expressions that mean the same on every database.
#pragma once

#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>

namespace dataflow::query {

/// The form of a pattern that means the same to PostgreSQL (as an advanced expression) and to
/// `regex_machine`.
///
/// Taken: characters, `.`, `^` at the start, `$` at the end, `|`, groups `(...)` and `(?:...)`, `* + ? {m}
/// {m,} {m,n}` (up to 255), brackets with ranges, negation and `[:class:]`, escaped punctuation, `\d \w \s`
/// (in brackets too), `\D \W \S`, and `\b \B`; classes and these letters stand for ASCII only. Throws
/// `invalid_value` for all else (back references, `(?=...)`, lazy quantifiers, empty alternatives, ...), with
/// the character's number from 1; `field` goes into the error.
[[nodiscard]] std::string portable_regex(std::string_view pattern, std::string_view field = {});

} // namespace dataflow::query

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/query/regex.ipp>
#endif
