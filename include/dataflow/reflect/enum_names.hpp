// What a program says of an enum class: where its values lie, and by what names they are stored.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/rules.hpp>
#include <dataflow/core/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace dataflow {

/// The values of an enum class that are looked at for names: from `first` to `last`, at most 1,024.
/// Specialize it for an enum whose values lie elsewhere.
template <class E>
struct enum_range {
    static constexpr std::int64_t first = 0;
    static constexpr std::int64_t last = 63;
};

/// Names of one's own for the values of an enum class, in place of its enumerators'. Specialize it:
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

namespace dataflow::reflect::detail {

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

} // namespace dataflow::reflect::detail

namespace dataflow::reflect {

/// The verdict on what a program says of an enum class.
template <class E>
using enum_verdict = rule::diagnostic<decltype(detail::find_enum_verdict<E>())>;

} // namespace dataflow::reflect
