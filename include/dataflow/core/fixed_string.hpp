// Text as a template argument: names of nodes, wires and fields.
#pragma once

#include <cstddef>
#include <string_view>

namespace dataflow {

/// Text of `N - 1` bytes (the terminating NUL is kept) that can be a template argument.
template <std::size_t N>
struct fixed_string {
    char data[N]{};

    constexpr fixed_string() = default;
    constexpr fixed_string(const char (&text)[N]) noexcept { // implicit: "name" is the argument as written
        for (std::size_t i = 0; i < N; ++i) data[i] = text[i];
    }
    constexpr explicit fixed_string(std::string_view text) noexcept {
        // Every byte is written: clang prints a text in its messages as a text only then.
        for (std::size_t i = 0; i < N; ++i) data[i] = i + 1 < N && i < text.size() ? text[i] : '\0';
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {data, N - 1}; }
    constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return N - 1; }
};

/// The literals one after the other, as one text.
template <std::size_t... N>
[[nodiscard]] consteval auto joined(const char (&... parts)[N]) noexcept {
    fixed_string<(N + ...) - sizeof...(N) + 1> out;
    std::size_t at = 0;
    const auto add = [&](const char* part, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) out.data[at++] = part[i];
    };
    (add(parts, N - 1), ...);
    return out;
}

} // namespace dataflow
