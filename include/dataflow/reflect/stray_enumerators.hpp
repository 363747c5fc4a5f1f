// Values of an enum class outside the range that is looked at. They are not looked for everywhere, but
// where programs have them: flags, characters, negative and round numbers, and the limits of types. All are
// in one function name, too; where none has a name, each is as long as its number.
#pragma once

#include <dataflow/reflect/detail/enum_text.hpp>
#include <dataflow/reflect/enum_names.hpp>
#include <dataflow/reflect/names.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::reflect::detail {

template <std::size_t N>
struct number_list {
    std::int64_t items[N]{};
    std::size_t size = 0;
    constexpr void add(std::int64_t n) { items[size++] = n; }
};
inline constexpr auto probes = [] {
    number_list<144> out;
    for (const std::int64_t n : {-1000, -128, -100, -10, -3,  -2,  -1,  200, 201, 202, 204,
                                 250,   255,  300,  301, 302, 304, 400, 401, 402, 403, 404})
        out.add(n);
    for (const std::int64_t n :
         {500, 501, 502, 503, 600, 700, 800, 900, 999, 1000, 1001, 1023, 2000, 3000, 4000, 5000, 9999})
        out.add(n);
    for (std::int64_t n = 64; n <= 129; ++n) out.add(n);
    for (int bit = 8; bit <= 32; ++bit) out.add(std::int64_t{1} << bit);
    for (const std::int64_t n : {10'000, 100'000, 1'000'000, INT16_MAX, INT32_MAX, INT16_MIN, INT32_MIN})
        out.add(n);
    for (const std::int64_t n : {std::int64_t{UINT16_MAX}, std::int64_t{UINT32_MAX}, INT64_MAX, INT64_MIN})
        out.add(n);
    return out;
}();

/// Whether a number that is tried is a value of the enum class, outside its range. (-1 is the last of 64
/// bits without sign.)
template <class E>
constexpr bool is_outside(std::int64_t n) {
    using limits = std::numeric_limits<std::underlying_type_t<E>>;
    if (n >= enum_scan<E>::first && n <= enum_scan<E>::last) return false;
    if constexpr (limits::digits == 64) return n >= -1;
    else
        return n >= static_cast<std::int64_t>(limits::min()) && n <= static_cast<std::int64_t>(limits::max());
}
/// The numbers that are tried for an enum class.
template <class E>
inline constexpr auto enum_probes = [] {
    number_list<144> out;
    for (std::size_t i = 0; i < probes.size; ++i)
        if (is_outside<E>(probes.items[i])) out.add(probes.items[i]);
    return out;
}();

constexpr std::size_t spelled_size(std::int64_t n) {
    std::size_t out = n < 0 ? 2 : 1;
    for (n /= 10; n != 0; n /= 10) ++out;
    return out;
}

/// The position of the first number that has a name; the number of them where none has.
template <class E>
consteval std::size_t find_named_probe() {
    using underlying = std::underlying_type_t<E>;
    constexpr auto& tried = enum_probes<E>;
    constexpr auto text = []<std::size_t... I>(std::index_sequence<I...>) {
        return spelled_enumerators<E, static_cast<E>(static_cast<underlying>(tried.items[I]))...>();
    }(std::make_index_sequence<tried.size>{});
    const auto rest = values_in(text);
    const auto number = number_at(rest.substr(0, first_item(rest))); // the same in each item without a name
    if (number == 0) return 0;
    for (std::size_t i = 0, at = 0; i < tried.size; ++i) {
        const auto n = tried.items[i];
        if (at + number >= rest.size() || number_at(rest.substr(at + number - 1, 2)) == 0) return i;
        at += number + 2 +
              (n < 0 && std::is_unsigned_v<underlying> ? std::string_view{"18446744073709551615"}.size()
                                                       : spelled_size(n));
    }
    return tried.size;
}
template <class E>
inline constexpr std::size_t named_probe = [] {
    if constexpr (is_name_list<decltype(enum_names<E>)> || enum_probes<E>.size == 0)
        return enum_probes<E>.size;
    else return find_named_probe<E>();
}();

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// Whether an enum class was found to have a named value outside its range, and the first such value.
template <class E>
inline constexpr bool has_stray_enumerator = detail::named_probe<E> != detail::enum_probes<E>.size;
template <class E>
inline constexpr E stray_enumerator = static_cast<E>(
    static_cast<std::underlying_type_t<E>>(detail::enum_probes<E>.items[detail::named_probe<E>]));

} // namespace dataflow::reflect
