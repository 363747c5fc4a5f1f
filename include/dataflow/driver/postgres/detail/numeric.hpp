// PostgreSQL's NUMERIC in binary: groups of four decimal digits, from and to scaled whole numbers.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// Bytes of the longest that is sent: a head of 8, and 6 groups for 19 digits wherever the point is.
inline constexpr std::size_t numeric_size = 8 + 6 * 2;

/// Writes `units * 10^-scale`; gives how many bytes.
[[nodiscard]] inline std::size_t write_numeric(char* to, std::int64_t units, int scale) noexcept {
    const int after = (scale + 3) / 4; // groups after the point
    auto rest = units < 0 ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
    std::int16_t groups[6]; // from the last on
    int count = 0;
    int zeros = 0; // groups at the end that are not sent
    const auto add = [&](std::uint64_t group) {
        if (count == 0 && group == 0) ++zeros;
        else groups[count++] = static_cast<std::int16_t>(group);
    };
    if (const int missing = after * 4 - scale;
        missing != 0 && rest != 0) { // the last group has fewer digits than four
        const auto cut = static_cast<std::uint64_t>(dataflow::detail::powers_of_ten[4 - missing]);
        add(rest % cut * static_cast<std::uint64_t>(dataflow::detail::powers_of_ten[missing]));
        rest /= cut;
    }
    for (; rest != 0; rest /= 10000) add(rest % 10000);
    put(to, static_cast<std::int16_t>(count));
    put(to + 2,
        static_cast<std::int16_t>(count == 0 ? 0 : count + zeros - after - 1)); // weight of the first group
    put(to + 4, static_cast<std::int16_t>(units < 0 ? 0x4000 : 0));
    put(to + 6, static_cast<std::int16_t>(scale));
    for (int i = 0; i < count; ++i) put(to + 8 + i * 2, groups[count - 1 - i]);
    return static_cast<std::size_t>(8 + count * 2);
}

/// Reads a NUMERIC as a scaled whole number; gives why it cannot be one.
[[nodiscard]] inline std::string_view read_numeric(const char* from, std::size_t size, int scale,
                                                   std::int64_t& units) noexcept {
    constexpr std::string_view too_large = "the database holds a number with more digits than the field";
    if (size < 8) return "the database sent a malformed number";
    const int count = get<std::int16_t>(from);
    const int weight = get<std::int16_t>(from + 2);
    const auto sign = static_cast<std::uint16_t>(get<std::int16_t>(from + 4));
    if (sign == 0xC000) return "the database holds NaN, which the field cannot hold";
    if (sign == 0xD000 || sign == 0xF000)
        return "the database holds an infinity, which the field cannot hold";
    if (count < 0 || size != 8 + static_cast<std::size_t>(count) * 2)
        return "the database sent a malformed number";
    // Most have up to four groups, and fit into 64 bits when the point is moved.
    if (const int power = 4 * (weight - count + 1) + scale; count <= 4 && power >= -3 && power <= 2) {
        std::int64_t whole = 0;
        for (int i = 0; i < count; ++i) whole = whole * 10000 + get<std::int16_t>(from + 8 + i * 2);
        const auto factor = dataflow::detail::powers_of_ten[power < 0 ? -power : power];
        if (power >= 0 || whole % factor == 0) {
            whole = power >= 0 ? whole * factor : whole / factor;
            units = sign == 0x4000 ? -whole : whole;
            return {};
        }
    }
    dataflow::detail::wide out = 0;
    for (int i = 0; i < count; ++i) {
        const int group = get<std::int16_t>(from + 8 + i * 2);
        // The group counts units of 10^(4 * (weight - i)); the wanted units are 10^-scale.
        const int power = 4 * (weight - i) + scale;
        if (group == 0) continue;
        if (power > dataflow::detail::decimal_digits) return too_large;
        if (power >= 0) out += group * dataflow::detail::power_of_ten(power);
        else {
            const auto below =
                power < -4 ? dataflow::detail::power_of_ten(5) : dataflow::detail::power_of_ten(-power);
            if (group % below != 0)
                return "the database holds a number with more digits after the point than the field";
            out += group / below;
        }
    }
    if (!dataflow::detail::has_digits(out, dataflow::detail::decimal_digits)) return too_large;
    units = static_cast<std::int64_t>(sign == 0x4000 ? -out : out);
    return {};
}

} // namespace dataflow::driver::postgres_
