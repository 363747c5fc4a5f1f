// How the settings of a URL are read.
#pragma once

#include <dataflow/database/detail/url.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace dataflow::database_ {

namespace detail {

[[nodiscard]] inline std::int64_t whole_number(std::string_view name, std::string_view text) {
    std::int64_t n = 0;
    const auto end = text.data() + text.size();
    if (const auto r = std::from_chars(text.data(), end, n); r.ec != std::errc{} || r.ptr != end)
        refuse("the URL's setting " + std::string{name} + " is not a whole number");
    return n;
}

template <class Word, std::size_t N>
[[nodiscard]] Word one_of(std::string_view name, std::string_view text,
                          const std::pair<std::string_view, Word> (&words)[N]) {
    for (const auto& [word, meaning] : words)
        if (word == text) return meaning;
    std::string known;
    for (const auto& w : words) known += (known.empty() ? "" : ", ") + std::string{w.first};
    refuse("the URL's setting " + std::string{name} + " is one of: " + known);
}

/// How many statements are kept prepared, as a URL says it.
[[nodiscard]] inline std::size_t kept_statements(std::string_view name, std::string_view text) {
    const auto n = whole_number(name, text);
    if (n < 0) refuse("the URL's setting " + std::string{name} + " is negative");
    return static_cast<std::size_t>(n);
}

} // namespace detail

} // namespace dataflow::database_
