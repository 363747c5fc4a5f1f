// The code of pull/text.hpp.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/pull/text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::pull {

namespace detail {

/// The size of the character that begins a text, where it can stand in a source as it is; else 0.
[[nodiscard]] inline std::size_t harmless(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return byte(0) >= 0x20 && byte(0) != 0x7F ? 1 : 0;
    const auto size = dataflow::detail::utf8_sequence(text.data(), text.size());
    // U+0080 to U+009F; U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F; U+FEFF
    if (size == 2 && byte(0) == 0xC2 && byte(1) < 0xA0) return 0;
    if (size == 3 && byte(0) == 0xE2 && byte(1) == 0x80 &&
        ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE)))
        return 0;
    if (size == 3 && byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF) return 0;
    if (size == 3 && byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return 0;
    return size;
}

/// What follows the slashes, one word after another.
[[nodiscard]] inline std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const bool space = text[0] == ' ' || text[0] == '\n' || text[0] == '\r' || text[0] == '\t';
        const auto size = space ? 1 : harmless(text);
        if (space) out += out.empty() || out.back() == ' ' ? "" : " ";
        else if (size == 0) out += '?';
        else out += text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

/// A line that ends in a backslash goes on in the next one.
[[nodiscard]] inline bool goes_on(std::string_view line) {
    return line.ends_with('\\') || line.ends_with("?\?/");
}

} // namespace detail

inline std::string string_literal(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const char c = text[0];
        const auto size = detail::harmless(text);
        if (c == '"' || c == '\\' || (c == '?' && out.back() == '?')) (out += '\\') += c;
        else if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else if (size != 0) out += text.substr(0, size);
        else {
            out += '\\';
            const auto byte = static_cast<unsigned char>(c);
            for (const unsigned shift : {6U, 3U, 0U}) out += static_cast<char>('0' + ((byte >> shift) & 7U));
        }
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return out + '"';
}

inline std::string comment_lines(std::string_view text, std::string_view indent) {
    constexpr std::size_t width = 100;
    const auto words = detail::printable(text);
    const auto head = std::string{indent} + "//";
    std::string out, line = head;
    for (std::size_t at = 0; at <= words.size();) {
        const auto end = std::min(words.find(' ', at), words.size());
        const auto word = std::string_view{words}.substr(at, end - at);
        if (line.size() > head.size() && line.size() + 1 + word.size() > width && !detail::goes_on(line)) {
            out += line + '\n';
            line = head;
        }
        line += ' ';
        line += word;
        at = end + 1;
    }
    if (detail::goes_on(line)) line += " .";
    return out + line + '\n';
}

inline std::string short_comment(std::string_view text, std::size_t most) {
    auto out = detail::printable(text);
    if (out.size() > most) {
        out.resize(dataflow::utf8_prefix(out, most).size());
        out += "...";
    }
    if (detail::goes_on(out)) out += " .";
    return out;
}

} // namespace dataflow::pull
