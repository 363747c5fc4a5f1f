// Whole numbers in network order, as PostgreSQL's binary forms have them.
#pragma once

#include <bit>
#include <cstring>
#include <type_traits>

namespace dataflow::detail {

/// Reverses the bytes of an unsigned number where the machine is little-endian.
template <class U>
[[nodiscard]] constexpr U big_endian(U v) noexcept {
    static_assert(std::is_unsigned_v<U>);
    if constexpr (std::endian::native == std::endian::big || sizeof(U) == 1) return v;
    else if constexpr (sizeof(U) == 2) return __builtin_bswap16(v);
    else if constexpr (sizeof(U) == 4) return __builtin_bswap32(v);
    else return __builtin_bswap64(v);
}

/// Writes a whole number in network order; `to` needs no alignment.
template <class T>
inline void put_network(char* to, T number) noexcept {
    const auto v = big_endian(static_cast<std::make_unsigned_t<T>>(number));
    std::memcpy(to, &v, sizeof v);
}

/// Reads a whole number in network order; `from` needs no alignment.
template <class T>
[[nodiscard]] inline T get_network(const char* from) noexcept {
    std::make_unsigned_t<T> v;
    std::memcpy(&v, from, sizeof v);
    return static_cast<T>(big_endian(v));
}

} // namespace dataflow::detail
