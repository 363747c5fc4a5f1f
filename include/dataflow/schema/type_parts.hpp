// What is inside the type of a field: of an optional, an id, a list.
#pragma once

#include <dataflow/core/decimal.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <vector>

namespace dataflow::schema {

template <class T>
struct optional_inside {
    using type = T;
    static constexpr bool is_optional = false;
};
template <class T>
struct optional_inside<std::optional<T>> {
    using type = T;
    static constexpr bool is_optional = true;
};
/// `T` of `std::optional<T>`; any other type as it is.
template <class T>
using bare = typename optional_inside<T>::type;
template <class T>
inline constexpr bool is_optional = optional_inside<T>::is_optional;

template <class T>
struct id_parts {
    static constexpr bool is_id = false;
    using model = void;
    using rep = T;
};
template <class M, class Rep>
struct id_parts<id<M, Rep>> {
    static constexpr bool is_id = true;
    using model = M;
    using rep = Rep;
};
template <class T>
inline constexpr bool is_id = id_parts<T>::is_id;

/// A duration that a column can hold: it counts whole numbers of a multiple of a microsecond.
template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> =
    std::is_integral_v<Rep> && !std::is_same_v<Rep, bool> && sizeof(Rep) <= 8 &&
    std::ratio_divide<Period, std::micro>::den == 1;

using dataflow::detail::is_decimal;
using dataflow::detail::is_mapped;
using dataflow::detail::stored_form;

/// Says of a type that it is stored as JSON, and by which functions; the JSON room specializes it.
template <class T>
struct json_column {
    static constexpr bool is_json = false;
};

/// The elements of a `std::vector` or `std::array`; void for other types and for bytes.
template <class T>
struct sequence_parts {
    using element = void;
};
template <class E>
    requires(!std::is_same_v<E, std::byte>)
struct sequence_parts<std::vector<E>> {
    using element = E;
    static constexpr std::size_t fixed = SIZE_MAX;
};
template <class E, std::size_t N>
    requires(!std::is_same_v<E, std::byte>)
struct sequence_parts<std::array<E, N>> {
    using element = E;
    static constexpr std::size_t fixed = N;
};

} // namespace dataflow::schema
