// The code of pull/names.hpp: how words become names.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/pull/names.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull {

namespace detail {

/// One letter without its accents for each letter of U+00C0 to U+017F; a space for what is no letter.
inline constexpr std::string_view plain_letters =
    "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNn"
    "OoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
struct plain_letters_check {
    static_assert(plain_letters.size() == 0x180 - 0xC0);
};

[[nodiscard]] inline std::string hexadecimal(std::uint32_t n, int least) {
    std::string out;
    for (; n != 0 || least > 0; n >>= 4, --least) out += "0123456789abcdef"[n & 15U];
    std::reverse(out.begin(), out.end());
    return out;
}

/// A name in letters and digits of ASCII; a space for all that parts words.
[[nodiscard]] inline std::string in_ascii(std::string_view name) {
    std::string out;
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i]));
    };
    for (std::size_t i = 0; i < name.size();) {
        if (byte(i) < 0x80) {
            const char c = name[i++];
            const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            out += word ? c : ' ';
            continue;
        }
        const auto size = dataflow::detail::utf8_sequence(name.data() + i, name.size() - i);
        if (size == 0) {
            out += "x" + hexadecimal(byte(i++), 2);
            continue;
        }
        auto code = byte(i) & (0x7FU >> size);
        for (std::size_t k = 1; k < size; ++k) code = code << 6 | (byte(i + k) & 0x3FU);
        i += size;
        if (code == 0xDF) out += "ss";
        else if (code >= 0xC0 && code < 0x180) out += plain_letters[code - 0xC0];
        else if (code < 0xC0 || (code >= 0x2000 && code < 0x2070) || code == 0x3000) out += ' ';
        else out += "u" + hexadecimal(code, 4);
    }
    return out;
}

inline constexpr std::string_view taken_names[]{
    "alignas",      "alignof",      "and",       "and_eq",
    "asm",          "assert",       "auto",      "bitand",
    "bitor",        "bool",         "break",     "case",
    "catch",        "char",         "char16_t",  "char32_t",
    "char8_t",      "class",        "co_await",  "co_return",
    "co_yield",     "compl",        "concept",   "const",
    "const_cast",   "consteval",    "constexpr", "constinit",
    "continue",     "dataflow",     "decltype",  "default",
    "delete",       "df",           "do",        "double",
    "dynamic_cast", "else",         "enum",      "errno",
    "explicit",     "export",       "extern",    "false",
    "float",        "for",          "friend",    "goto",
    "i386",         "if",           "inline",    "int",
    "linux",        "long",         "major",     "minor",
    "mutable",      "namespace",    "new",       "noexcept",
    "not",          "not_eq",       "nullptr",   "offsetof",
    "operator",     "or",           "or_eq",     "private",
    "protected",    "public",       "register",  "reinterpret_cast",
    "requires",     "return",       "setjmp",    "short",
    "signed",       "sizeof",       "static",    "static_assert",
    "static_cast",  "std",          "stderr",    "stdin",
    "stdout",       "struct",       "switch",    "template",
    "this",         "thread_local", "throw",     "true",
    "try",          "typedef",      "typeid",    "typename",
    "typeof",       "union",        "unix",      "unsigned",
    "using",        "va_arg",       "va_end",    "va_start",
    "virtual",      "void",         "volatile",  "wchar_t",
    "while",        "xor",          "xor_eq",
};
struct taken_names_check {
    static_assert(std::is_sorted(std::begin(taken_names), std::end(taken_names)));
};

[[nodiscard]] inline bool begins_with_digit(std::string_view name) noexcept {
    return !name.empty() && name[0] >= '0' && name[0] <= '9';
}

} // namespace detail

inline std::vector<std::string> words_of(std::string_view name) {
    const auto text = detail::in_ascii(name);
    const auto upper = [&](std::size_t i) { return i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; };
    const auto lower = [&](std::size_t i) { return i < text.size() && text[i] >= 'a' && text[i] <= 'z'; };
    std::vector<std::string> out;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') {
            inside = false;
            continue;
        }
        // "orderItem", "order2Item", "HTTPRoute"
        if (inside && upper(i) && (!upper(i - 1) || lower(i + 1))) inside = false;
        if (!inside) out.emplace_back();
        inside = true;
        out.back() += upper(i) ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    }
    return out;
}

inline bool is_taken_by_cpp(std::string_view name) noexcept {
    return std::binary_search(std::begin(detail::taken_names), std::end(detail::taken_names), name);
}

inline std::string snake_case_name(std::string_view name, std::string_view prefix) {
    std::string out;
    for (const auto& word : words_of(name)) out += (out.empty() ? "" : "_") + word;
    if (out.empty()) out = prefix;
    else if (detail::begins_with_digit(out)) out = std::string{prefix} + "_" + out;
    if (is_taken_by_cpp(out)) out += '_';
    return out;
}

inline std::string pascal_case_name(std::string_view name, std::string_view prefix, bool singular) {
    auto words = words_of(name);
    if (singular && !words.empty()) words.back() = singular_of(words.back());
    std::string out;
    for (auto& word : words) {
        if (word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
        if (!out.empty() && detail::begins_with_digit(word)) out += '_'; // "a1 2" is not "a12"
        out += word;
    }
    if (out.empty() || detail::begins_with_digit(out)) out = std::string{prefix} + out;
    return out;
}

inline std::string name_set::take(const std::string& wanted, std::string_view joint) {
    std::string out = wanted;
    if (joint == "_" && wanted.ends_with('_')) joint = "";
    for (int n = 2; !taken_.insert(out).second; ++n) out = wanted + std::string{joint} + std::to_string(n);
    return out;
}

} // namespace dataflow::pull
