// Bytes as text: base64 (RFC 4648) with its padding.
#pragma once

#include <dataflow/core/types.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow::detail {

inline constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes from base64; nothing for another text. Of one value there is one text.
[[nodiscard]] inline std::optional<bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    bytes out;
    out.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const bool last = i + 4 == text.size();
        const std::size_t padding = !last || text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 4 - padding; ++k) {
            const auto digit = base64_digits.find(text[i + k]);
            if (digit == std::string_view::npos) return std::nullopt;
            bits |= static_cast<std::uint32_t>(digit) << (18 - 6 * k);
        }
        if ((bits & ((1U << (8 * padding)) - 1)) != 0) return std::nullopt;
        for (std::size_t k = 0; k < 3 - padding; ++k)
            out.push_back(static_cast<std::byte>(bits >> (16 - 8 * k) & 0xFFU));
    }
    return out;
}

[[nodiscard]] inline std::string to_base64(const bytes& from) {
    std::string out;
    out.reserve((from.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < from.size(); i += 3) {
        const std::size_t left = from.size() - i < 3 ? from.size() - i : 3;
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < left; ++k)
            bits |= static_cast<std::uint32_t>(from[i + k]) << (16 - 8 * k);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= left ? base64_digits[bits >> (18 - 6 * k) & 63U] : '=';
    }
    return out;
}

} // namespace dataflow::detail
