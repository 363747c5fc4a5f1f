// The names by which servers know prepared statements.
#pragma once

#include <dataflow/driver/postgres/detail/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// A name that follows from a statement's text and the types of its parameters, and from nothing else:
/// whoever prepares the same statement, in this program or in another one, gives it the same name; two
/// different statements never share one. FNV-1a with 128 bits, by Fowler, Noll and Vo
/// (http://www.isthe.com/chongo/tech/comp/fnv).
[[nodiscard]] inline std::string statement_name(std::string_view text, std::span<const type_number> types) {
    __extension__ typedef unsigned __int128 wide;
    constexpr auto prime = (static_cast<wide>(1) << 88U) + 0x13BU;
    auto hash = (static_cast<wide>(0x6c62272e07bb0142U) << 64U) + 0x62b821756295c58dU;
    const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * prime; };
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0); // a text holds no NUL: here the types begin
    for (const auto type : types)
        for (unsigned shift = 0; shift < 32; shift += 8) mix(static_cast<unsigned char>(type >> shift));
    std::string out = "df_";
    for (unsigned shift = 128; shift != 0;)
        out += "0123456789abcdef"[static_cast<std::size_t>(hash >> (shift -= 4)) & 15U];
    return out;
}

} // namespace dataflow::driver::postgres_
