// Texts of a database as they stand in a C++ source: in a literal, in a comment.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::pull {

/// A literal of a text, with its quotes: characters that a compiler takes or warns of are written as escapes.
[[nodiscard]] std::string string_literal(std::string_view text);

/// A text in lines of a comment, each with `indent` before its slashes and a line feed at its end. Words are
/// kept whole; what is no printable character, or would turn the direction of writing, is a question mark.
[[nodiscard]] std::string comment_lines(std::string_view text, std::string_view indent);

/// A text on one line, cut to `most` bytes with "..." at its end; as in `comment_lines`, it may stand in a
/// comment.
[[nodiscard]] std::string short_comment(std::string_view text, std::size_t most);

} // namespace dataflow::pull

#include <dataflow/pull/text.ipp>
