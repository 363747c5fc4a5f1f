// The hash of a record of the audit log: SHA-256, by OpenSSL, over the record before it and all that it says.
#pragma once

#include <dataflow/core/error.hpp>

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::audit {

/// SHA-256 of a text, in hexadecimal digits.
[[nodiscard]] inline std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr) != 1)
        raise(error_kind::database_error, {.message = "OpenSSL gives no SHA-256"});
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4U];
        out += digits[bytes[i] & 15U];
    }
    return out;
}

/// The hash of the record that follows `texts[0]`, the hash of the one before it (empty: there is none); a
/// text without an address is NULL. Each counts with its length, so that no two records have the same text.
/// Empty where the record before it has no hash yet.
[[nodiscard]] inline std::string digest(std::span<const std::string_view> texts) {
    if (texts.empty() || texts[0].data() == nullptr) return {};
    std::string whole{texts[0]};
    for (const auto t : texts.subspan(1)) {
        if (t.data() == nullptr) whole += "-";
        else (whole += std::to_string(t.size()) + ":") += t;
    }
    return sha256(whole);
}

} // namespace dataflow::audit
