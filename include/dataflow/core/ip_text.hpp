// Addresses of IPv4 and IPv6 as text: bytes in network order, read and written as PostgreSQL spells them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dataflow::detail {

/// Takes an address apart from the front; nothing is taken where what is wanted is not there.
struct ip_scanner {
    std::string_view rest;

    constexpr bool take(char c) noexcept {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    /// A number without zeros before it, of at most so many digits.
    [[nodiscard]] constexpr std::optional<unsigned> number(unsigned base, std::size_t most,
                                                           bool zeros) noexcept {
        unsigned out = 0;
        std::size_t n = 0;
        for (; n < rest.size() && n < most; ++n) {
            const char c = rest[n];
            const unsigned digit = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                                   : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10
                                   : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A') + 10
                                                          : 99;
            if (digit >= base) break;
            out = out * base + digit;
        }
        if (n == 0 || (!zeros && n > 1 && rest.front() == '0')) return std::nullopt;
        rest.remove_prefix(n);
        return out;
    }
    [[nodiscard]] constexpr bool dotted(std::uint8_t* to) noexcept {
        for (int i = 0; i < 4; ++i) {
            if (i != 0 && !take('.')) return false;
            const auto n = number(10, 3, false);
            if (!n || *n > 255) return false;
            to[i] = static_cast<std::uint8_t>(*n);
        }
        return true;
    }
    /// The 16 bytes of groups of IPv6.
    [[nodiscard]] constexpr bool groups(std::array<std::uint8_t, 16>& to) noexcept {
        constexpr std::size_t none = 99;
        std::array<std::uint8_t, 16> found{};
        std::size_t at = 0;
        std::size_t gap = none; // where the :: is
        const auto ended = [&] { return rest.empty() || rest.front() == '/'; };
        if (rest.starts_with("::")) {
            gap = 0;
            rest.remove_prefix(2);
        }
        while (gap != at || !ended()) {
            if (rest.substr(0, rest.find_first_of(":/")).find('.') !=
                rest.npos) { // the last four bytes as IPv4
                if (at > 12 || !dotted(&found[at])) return false;
                at += 4;
                break;
            }
            const auto n = number(16, 4, true);
            if (!n || at == 16) return false;
            found[at++] = static_cast<std::uint8_t>(*n >> 8U);
            found[at++] = static_cast<std::uint8_t>(*n & 255U);
            if (ended()) break;
            if (!take(':')) return false;
            if (take(':')) {
                if (gap != none) return false;
                gap = at;
            }
        }
        if ((gap == none) != (at == 16)) return false; // a :: stands for one group at least
        if (gap == none) gap = at;
        for (std::size_t i = 0; i < gap; ++i) to[i] = found[i];
        for (std::size_t i = gap; i < at; ++i) to[16 - at + i] = found[i];
        return true;
    }
};

/// Writes 4 or 16 bytes of an address and the length of its prefix, where that is not all of it; gives the
/// size, 43 at most. As PostgreSQL spells it: a :: for the first of the longest runs of two zeros or more,
/// the last four bytes as IPv4 where it does so.
constexpr std::size_t write_ip(char* to, std::span<const std::uint8_t> bytes, unsigned prefix) noexcept {
    std::size_t size = 0;
    const auto number = [&](unsigned n, unsigned base) {
        char digits[4]{};
        std::size_t count = 0;
        do digits[count++] = "0123456789abcdef"[n % base];
        while ((n /= base) != 0);
        while (count != 0) to[size++] = digits[--count];
    };
    const auto dotted = [&](std::size_t from) {
        for (std::size_t n = 0; n < 4; ++n) {
            if (n != 0) to[size++] = '.';
            number(bytes[from + n], 10);
        }
    };
    if (bytes.size() == 4) dotted(0);
    else {
        const auto word = [&](std::size_t n) {
            return static_cast<unsigned>(bytes[n * 2] << 8 | bytes[n * 2 + 1]);
        };
        std::size_t zeros = 8, length = 1; // the run
        for (std::size_t n = 0; n < 8;) {
            std::size_t end = n;
            while (end < 8 && word(end) == 0) ++end;
            if (end - n > length) zeros = n, length = end - n;
            n = end + 1;
        }
        for (std::size_t n = 0; n < 8;) {
            if (n == zeros) {
                to[size++] = ':';
                n += length;
                if (n == 8) to[size++] = ':';
                continue;
            }
            if (n != 0) to[size++] = ':';
            if (n == 6 && zeros == 0 && (length == 6 || (length == 5 && word(5) == 0xffff))) {
                dotted(12);
                break;
            }
            number(word(n++), 16);
        }
    }
    if (prefix != bytes.size() * 8) {
        to[size++] = '/';
        number(prefix, 10);
    }
    return size;
}

} // namespace dataflow::detail
