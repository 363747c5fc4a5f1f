// The names of an enum class's values.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/rules.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/reflect/names.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow {

/// The values of an enum class that are looked at for names: from `first` to `last`, at most 1,024.
/// Specialise it for an enum whose values lie elsewhere.
template <class E>
struct enum_range {
    static constexpr std::int64_t first = 0;
    static constexpr std::int64_t last = 63;
};

/// Names of one's own for the values of an enum class, in place of its enumerators'. Specialise it:
///
///     template <>
///     inline constexpr auto dataflow::enum_names<Status> =
///         std::array{df::enum_name{Status::open, "OPEN"}, df::enum_name{Status::closed, "CLOSED"}};
///
/// Values that are not in it are refused, as those without a name are.
template <class E>
inline constexpr auto enum_names = 0;

/// A value of an enum class and the name that it is stored by.
template <class E>
struct enum_name {
    E value;
    std::string_view name;
};
template <class E, class Name>
enum_name(E, Name) -> enum_name<E>; // clang 16 has none for an aggregate

} // namespace dataflow

namespace dataflow::reflect {

namespace detail {

template <class List>
inline constexpr bool is_name_list = false;
template <class E, std::size_t N>
inline constexpr bool is_name_list<const std::array<enum_name<E>, N>> = true;

template <class E>
constexpr auto named_enumerators() {
    constexpr auto& given = enum_names<E>;
    std::array<enumerator, given.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = {static_cast<std::int64_t>(given[i].value), given[i].name};
    return out;
}
template <class E>
constexpr bool names_are_unique() {
    constexpr auto& given = enum_names<E>;
    for (std::size_t i = 0; i < given.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (given[i].value == given[j].value || given[i].name == given[j].name) return false;
    return given.size() != 0;
}

template <class E>
struct enum_bounds {
    using underlying = std::underlying_type_t<E>;
    static constexpr std::int64_t first =
        enum_range<E>::first < static_cast<std::int64_t>(std::numeric_limits<underlying>::min())
            ? static_cast<std::int64_t>(std::numeric_limits<underlying>::min())
            : enum_range<E>::first;
    static constexpr std::uint64_t top = static_cast<std::uint64_t>(std::numeric_limits<underlying>::max());
    static constexpr std::int64_t last = enum_range<E>::last > 0 &&
                                                 static_cast<std::uint64_t>(enum_range<E>::last) > top
                                             ? static_cast<std::int64_t>(top)
                                             : enum_range<E>::last;
    static constexpr bool fit = last >= first && last - first < 1024;
};
template <class E>
struct enum_scan : enum_bounds<E> {
    static constexpr auto width = static_cast<std::size_t>(enum_scan::last - enum_scan::first + 1);
};

template <class E>
constexpr auto find_enum_verdict() {
    if constexpr (is_name_list<decltype(enum_names<E>)>)
        return std::conditional_t<names_are_unique<E>(), rule::ok,
                                  rule::a_name_or_a_value_appears_twice_in_df_enum_names<E>>{};
    else
        return std::conditional_t<enum_bounds<E>::fit, rule::ok,
                                  rule::a_df_enum_range_has_1_to_1024_values<E>>{};
}

/// All values of the range in one function name: one instantiation an enum, not one a value.
/// g++ writes "{shop::color::red, (shop::color)1}", clang "<shop::color::red, (shop::color)1>".
template <class E>
inline constexpr std::string_view enum_text = []<std::size_t... I>(std::index_sequence<I...>) {
    return spelled_enumerators<E, static_cast<E>(enum_scan<E>::first + static_cast<std::int64_t>(I))...>();
}(std::make_index_sequence<enum_scan<E>::width>{});

struct enum_list {
    std::array<enumerator, 1024> items{};
    std::size_t size = 0;
};

/// The part of a spelled list that begins with its first value.
constexpr std::string_view values_in(std::string_view text) {
#if defined(__clang__)
    const std::string_view open = "Values = <";
#else
    const std::string_view open = "Values = {";
#endif
    return text.substr(text.find(open) + open.size());
}
/// The length of a list's first item.
constexpr std::size_t first_item(std::string_view rest) {
    std::size_t end = 0;
    int depth = 0; // "(shop::(anonymous namespace)::color)1" holds no comma, but brackets
    while (depth > 0 || (rest[end] != ',' && rest[end] != '}' && rest[end] != '>')) {
        if (rest[end] == '(' || rest[end] == '<' || rest[end] == '{') ++depth;
        if (rest[end] == ')' || (depth > 0 && (rest[end] == '>' || rest[end] == '}'))) --depth;
        ++end;
    }
    return end;
}
/// Where the number begins in "(shop::color)1", the spelling of a value without a name; 0 in that of one with
/// a name.
constexpr std::size_t number_at(std::string_view item) {
    const auto at = item.rfind(')') + 1; // 0 where there is none
    const bool number =
        at != 0 && at < item.size() && (item[at] == '-' || (item[at] >= '0' && item[at] <= '9'));
    return number ? at : 0;
}

template <class E>
consteval enum_list scan_enum() {
    enum_list out;
    auto rest = values_in(enum_text<E>);
    for (std::size_t i = 0; i < enum_scan<E>::width; ++i) {
        const auto end = first_item(rest);
        const auto item = rest.substr(0, end);
        const bool unnamed = number_at(item) != 0;
        if (!unnamed)
            out.items[out.size++] = {enum_scan<E>::first + static_cast<std::int64_t>(i),
                                     last_identifier(item)};
        rest.remove_prefix(end);
        while (!rest.empty() && (rest.front() == ',' || rest.front() == ' ')) rest.remove_prefix(1);
    }
    return out;
}

// Values outside the range are not looked for everywhere, but where programs have them: flags, characters,
// negative and round numbers, and the limits of types. All are in one function name, too; where none has a
// name, each is as long as its number.

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

} // namespace detail

/// Whether an enum class was found to have a named value outside its range, and the first such value.
template <class E>
inline constexpr bool has_stray_enumerator = detail::named_probe<E> != detail::enum_probes<E>.size;
template <class E>
inline constexpr E stray_enumerator = static_cast<E>(
    static_cast<std::underlying_type_t<E>>(detail::enum_probes<E>.items[detail::named_probe<E>]));

/// The verdict on what a program says of an enum class.
template <class E>
using enum_verdict = rule::diagnostic<decltype(detail::find_enum_verdict<E>())>;

/// The named values of an enum class, in order of value.
template <class E>
inline constexpr auto enumerators = [] {
    using checked = enum_verdict<E>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return std::array<enumerator, 0>{};
    else if constexpr (detail::is_name_list<decltype(enum_names<E>)>) {
        return detail::named_enumerators<E>();
    } else {
        constexpr auto found = detail::scan_enum<E>();
        std::array<enumerator, found.size> out{};
        for (std::size_t i = 0; i < found.size; ++i) out[i] = found.items[i];
        return out;
    }
}();

} // namespace dataflow::reflect

namespace dataflow {

/// The name by which a value of an enum class is stored; empty for a value without a name.
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::string_view name_of(E value) noexcept {
    for (const auto& known : reflect::enumerators<E>)
        if (known.value == static_cast<std::int64_t>(value)) return known.name;
    return {};
}

/// The value of an enum class with this name; nothing where none has it.
template <class E>
    requires std::is_enum_v<E>
[[nodiscard]] constexpr std::optional<E> parse_enum(std::string_view name) noexcept {
    for (const auto& known : reflect::enumerators<E>)
        if (known.name == name) return static_cast<E>(known.value);
    return std::nullopt;
}

} // namespace dataflow
