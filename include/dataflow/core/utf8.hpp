// The check that text must pass before it is bound: the same for every database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dataflow {

/// What keeps a text from being stored.
enum class text_fault : std::uint8_t { none, nul, not_utf8 };

/// The words for a fault, as errors give them; empty for `none`.
[[nodiscard]] constexpr std::string_view message_of(text_fault fault) noexcept {
    switch (fault) {
    case text_fault::none: return {};
    case text_fault::nul: return "text holds a NUL byte";
    case text_fault::not_utf8: return "text is not valid UTF-8";
    }
    return {};
}

namespace detail {

/// The length in bytes of the well-formed sequence at `p` that starts with a byte of 0x80 or more
/// (Unicode, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF); 0 where there is none.
[[nodiscard]] constexpr std::size_t utf8_sequence(const char* p, std::size_t left) noexcept {
    const auto at = [p](std::size_t i) { return static_cast<unsigned char>(p[i]); };
    const auto tail = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
    const unsigned first = at(0);
    if (first < 0xC2) return 0;
    if (first < 0xE0) return left >= 2 && tail(1) ? 2 : 0;
    if (first < 0xF0) {
        if (left < 3 || !tail(1) || !tail(2)) return 0;
        if (first == 0xE0 && at(1) < 0xA0) return 0;
        if (first == 0xED && at(1) > 0x9F) return 0;
        return 3;
    }
    if (first > 0xF4 || left < 4 || !tail(1) || !tail(2) || !tail(3)) return 0;
    if (first == 0xF0 && at(1) < 0x90) return 0;
    if (first == 0xF4 && at(1) > 0x8F) return 0;
    return 4;
}

/// Has a high bit set where one of the eight bytes at `p` is not ASCII or is NUL: a borrow into a high bit
/// tells of a zero byte, exactly as long as no high bit is set itself.
[[nodiscard]] inline std::uint64_t faults_of(const char* p) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    return word | (word - ones);
}
inline constexpr std::uint64_t high_bits = 0x8080808080808080U;

/// Whether the eight bytes at `p` are ASCII without a NUL.
[[nodiscard]] inline bool plain_word(const char* p) noexcept { return (faults_of(p) & high_bits) == 0; }
/// The same of sixteen.
[[nodiscard]] inline bool plain_words(const char* p) noexcept {
#ifdef __SSE2__
    using signed_bytes = signed char __attribute__((vector_size(16)));
    using any_bytes = char __attribute__((vector_size(16)));
    signed_bytes words;
    std::memcpy(&words, p, 16);
    return __builtin_ia32_pmovmskb128(reinterpret_cast<any_bytes>(words > 0)) == 0xFFFF;
#else
    return ((faults_of(p) | faults_of(p + 8)) & high_bits) == 0;
#endif
}

/// The same of a text of less than eight bytes: some of them are looked at twice, instead of one by one.
[[nodiscard]] inline bool plain_short(const char* p, std::size_t size) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    std::uint64_t word = ones;
    if (size >= 4) {
        std::uint32_t first, last;
        std::memcpy(&first, p, 4);
        std::memcpy(&last, p + size - 4, 4);
        word = first | std::uint64_t{last} << 32;
    } else if (size != 0) {
        const auto at = [p](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])}; };
        word = (ones << 24) | at(0) | at(size / 2) << 8 | at(size - 1) << 16;
    }
    return ((word | (word - ones)) & high_bits) == 0;
}

/// `check_text` for what is not plain.
[[nodiscard]] text_fault check_any_text(const char* p, const char* end) noexcept;

} // namespace detail

/// The first fault of a text: a NUL byte, or bytes that are not UTF-8. Plain ASCII is passed sixteen
/// bytes at a time.
[[nodiscard]] inline text_fault check_text(std::string_view text) noexcept {
    const char* p = text.data();
    const char* const end = p + text.size();
    if (text.size() >= 16) {
        while (end - p >= 16 && detail::plain_words(p)) p += 16;
        // The last bytes once more with some before them, instead of one by one.
        if (end - p < 16 && detail::plain_words(end - 16)) return text_fault::none;
    } else if (text.size() >= 8 ? detail::plain_word(p) && detail::plain_word(end - 8)
                                : detail::plain_short(p, text.size()))
        return text_fault::none;
    return detail::check_any_text(p, end);
}

[[gnu::noinline]] inline text_fault detail::check_any_text(const char* p, const char* const end) noexcept {
    while (p != end) {
        if (end - p >= 8) {
            while (end - p >= 8 && detail::plain_word(p)) p += 8;
            // The last bytes once more with some before them, instead of one by one.
            if (end - p < 8 && detail::plain_word(end - 8)) return text_fault::none;
        }
        // What is left of the text, or up to eight bytes of a word that is not plain.
        for (std::size_t passed = 0; p != end && passed < 8;) {
            std::size_t length = 1;
            if (*p == '\0') return text_fault::nul;
            if ((static_cast<unsigned char>(*p) & 0x80U) != 0) {
                length = detail::utf8_sequence(p, static_cast<std::size_t>(end - p));
                if (length == 0) return text_fault::not_utf8;
            }
            p += length;
            passed += length;
        }
    }
    return text_fault::none;
}

/// The longest beginning of at most `limit` bytes that does not cut a character in two.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text, std::size_t limit) noexcept {
    if (text.size() <= limit) return text;
    while (limit != 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    return text.substr(0, limit);
}

} // namespace dataflow
