// The hash FNV-1a with 64 bits, by Fowler, Noll and Vo (http://www.isthe.com/chongo/tech/comp/fnv).
#pragma once

#include <cstdint>
#include <string_view>

namespace dataflow::detail {

/// That of a text; `so_far`: of what comes before it.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text,
                                            std::uint64_t so_far = 14695981039346656037U) noexcept {
    for (const char c : text) so_far = (so_far ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return so_far;
}

} // namespace dataflow::detail
