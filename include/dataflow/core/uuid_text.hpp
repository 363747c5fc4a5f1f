// UUIDs as text: 36 characters, lower case where this library writes them.
#pragma once

#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow {

inline constexpr std::size_t uuid_text_size = 36; ///< 8-4-4-4-12 hexadecimal digits

/// Writes the 16 bytes at `from` as 36 characters in lower case, no NUL.
inline void write_uuid(char* to, const void* from) noexcept {
    constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, 16> raw{};
    std::memcpy(raw.data(), from, raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *to++ = '-';
        *to++ = digits[raw[i] >> 4U];
        *to++ = digits[raw[i] & 15U];
    }
}

/// A UUID of 36 characters in either case; nothing where the text is anything else. Throws `invalid_value`
/// for a null pointer.
[[nodiscard]] inline std::optional<uuid> parse_uuid(detail::text_argument<"parse_uuid"> given) noexcept {
    const std::string_view text = given;
    if (text.size() != uuid_text_size) return std::nullopt;
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    std::array<unsigned char, 16> raw{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return std::nullopt;
        const int high = digit(text[at++]);
        const int low = digit(text[at++]);
        if (high < 0 || low < 0) return std::nullopt;
        raw[i] = static_cast<unsigned char>(high * 16 + low);
    }
    uuid out{};
    static_assert(sizeof out == 16);
    std::memcpy(&out, raw.data(), raw.size());
    return out;
}

/// A UUID as `write_uuid` writes it; nothing for upper case, which would not compare equal as text.
[[nodiscard]] inline std::optional<uuid> parse_stored_uuid(std::string_view text) noexcept {
    for (const char c : text)
        if (c >= 'A' && c <= 'F') return std::nullopt;
    return parse_uuid(text);
}

/// A UUID as 36 characters in lower case.
[[nodiscard]] inline std::string uuid_text(const uuid& id) {
    std::string text(uuid_text_size, '\0');
    write_uuid(text.data(), &id);
    return text;
}

} // namespace dataflow
