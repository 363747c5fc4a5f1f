// Which C++ types can be columns, and what each is in memory and in a database.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/decimal.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/reflect/enumerators.hpp>
#include <dataflow/schema/type_parts.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace dataflow::schema {

/// What can be done with a type in an expression. From `enumeration` on, only its own type fits; from `json`
/// on, and of some of the `listed` (`has_order`), there is no order.
enum class category : std::uint8_t {
    none,
    boolean,
    integer,
    real,
    text,
    bytes,
    timestamp,
    date,
    uuid,
    decimal,
    duration,
    enumeration,
    listed,
    mapped,
    json,
    array
};

} // namespace dataflow::schema

namespace dataflow::schema::detail {

struct shape {
    category kind = category::none;
    storage stored{};
    layout memory{};
};

template <class T>
consteval shape shape_of() {
    if constexpr (is_mapped<T>) {
        using stored = typename mapped<T>::stored;
        if constexpr (is_mapped<stored> || is_optional<stored> || is_id<stored>) return {};
        else if constexpr (constexpr auto inside = shape_of<stored>();
                           inside.kind == category::none || inside.kind >= category::json)
            return {};
        else return {category::mapped, inside.stored, layout::mapped};
    } else if constexpr (is_id<T>) return shape_of<typename id_parts<T>::rep>();
    else if constexpr (std::is_same_v<T, bool>) return {category::boolean, storage::boolean, layout::boolean};
    else if constexpr (std::is_enum_v<T> && !std::is_convertible_v<T, int>)
        return {category::enumeration, storage::text, layout::enumeration};
    else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, char> && !std::is_same_v<T, wchar_t> &&
                       !std::is_same_v<T, char8_t> && !std::is_same_v<T, char16_t> &&
                       !std::is_same_v<T, char32_t>) {
        constexpr bool s = std::is_signed_v<T>;
        if constexpr (sizeof(T) == 1)
            return {category::integer, storage::int16, s ? layout::int8 : layout::uint8};
        else if constexpr (sizeof(T) == 2)
            return {category::integer, s ? storage::int16 : storage::int32,
                    s ? layout::int16 : layout::uint16};
        else if constexpr (sizeof(T) == 4)
            return {category::integer, s ? storage::int32 : storage::int64,
                    s ? layout::int32 : layout::uint32};
        else if constexpr (s) return {category::integer, storage::int64, layout::int64};
        else return {}; // an unsigned 64-bit integer fits into no column of either database
    } else if constexpr (std::is_same_v<T, float>) return {category::real, storage::float32, layout::float32};
    else if constexpr (std::is_same_v<T, double>) return {category::real, storage::float64, layout::float64};
    else if constexpr (std::is_same_v<T, std::string>) return {category::text, storage::text, layout::text};
    else if constexpr (std::is_same_v<T, bytes>) return {category::bytes, storage::bytes, layout::bytes};
    else if constexpr (std::is_same_v<T, timestamp>)
        return {category::timestamp, storage::timestamp, layout::timestamp};
    else if constexpr (std::is_same_v<T, date>) return {category::date, storage::date, layout::date};
    else if constexpr (std::is_same_v<T, uuid>) return {category::uuid, storage::uuid, layout::uuid};
    else if constexpr (is_decimal<T>) return {category::decimal, storage::decimal, layout::decimal};
    else if constexpr (is_duration<T>) return {category::duration, storage::duration, layout::duration};
    else if constexpr (is_listed<T>) return {category::listed, storage_of<T>, layout::listed};
    else if constexpr (json_column<T>::is_json) return {category::json, storage::json, layout::json};
    else if constexpr (!std::is_void_v<typename sequence_parts<T>::element>) {
        using element = bare<typename sequence_parts<T>::element>;
        constexpr auto inside = shape_of<element>();
        constexpr bool scalar = inside.kind != category::none && inside.stored != storage::bytes &&
                                inside.kind < category::json && !is_id<element>;
        if constexpr (scalar) return {category::array, array_of(inside.stored), layout::sequence};
        else return {};
    } else return {};
}

template <class T>
inline constexpr optional_access optional_functions{
    [](const void* o) -> const void* {
        const auto& held = *static_cast<const std::optional<T>*>(o);
        return held.has_value() ? static_cast<const void*>(&*held) : nullptr;
    },
    [](void* o) -> void* { return &static_cast<std::optional<T>*>(o)->emplace(); },
    [](void* o) { static_cast<std::optional<T>*>(o)->reset(); }};

template <class T>
consteval type_info make_info();
/// The description of what a mapped type is stored as.
template <class T>
inline constexpr type_info stored_info = make_info<stored_form<T>>();

template <class E>
inline constexpr type_info element_info = make_info<E>();

template <class T>
void each_element(const void* sequence, void* state, void (*take)(void*, const void*)) {
    for (const auto& e : *static_cast<const T*>(sequence)) take(state, &e);
}

template <class T>
std::size_t fill_elements(void* sequence, std::size_t expected, void* state, bool (*more)(void*),
                          void (*give)(void*, void*)) {
    auto& to = *static_cast<T*>(sequence);
    std::size_t n = 0;
    if constexpr (requires {
                      to.push_back(true);
                      to.flip();
                  }) { // a std::vector<bool> has no elements to point at
        to.clear();
        for (; more(state); ++n) {
            bool one = false;
            give(state, &one);
            to.push_back(one);
        }
    } else if constexpr (sequence_parts<T>::fixed == SIZE_MAX) {
        to.clear();
        to.reserve(expected);
        for (; more(state); ++n) give(state, &to.emplace_back());
    } else {
        for (; more(state); ++n) {
            if (n == to.size()) return n + 1;
            give(state, to.data() + n);
        }
    }
    return n;
}

template <class T>
inline constexpr sequence_access sequence_functions{
    &element_info<typename sequence_parts<T>::element>,
    sequence_parts<T>::fixed,
    [](const void* s) { return static_cast<const T*>(s)->size(); },
    &each_element<T>,
    &fill_elements<T>,
    [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); }};

template <class T>
consteval type_info make_info() {
    using inner = bare<T>;
    constexpr auto s = shape_of<inner>();
    type_info out{s.stored, s.memory, static_cast<std::uint32_t>(sizeof(T))};
    if constexpr (s.kind == category::enumeration) {
        out.enum_size = static_cast<std::uint8_t>(sizeof(inner));
        out.enum_signed = std::is_signed_v<std::underlying_type_t<inner>>;
        out.enumerators = reflect::enumerators<inner>;
    }
    if constexpr (s.kind == category::listed) out.enum_size = static_cast<std::uint8_t>(sizeof(inner));
    if constexpr (s.kind == category::decimal) {
        static_assert(sizeof(inner) == sizeof(std::int64_t));
        out.digits = inner::digits;
        out.scale = inner::scale;
    }
    if constexpr (s.kind == category::duration) {
        static_assert(sizeof(inner) == sizeof(typename inner::rep));
        out.enum_size = static_cast<std::uint8_t>(sizeof(inner));
        out.enum_signed = std::is_signed_v<typename inner::rep>;
        out.tick = std::ratio_divide<typename inner::period, std::micro>::num;
    }
    if constexpr (s.kind == category::mapped) {
        out.digits = stored_info<inner>.digits;
        out.scale = stored_info<inner>.scale;
        out.map = &dataflow::detail::mapping_of<inner, stored_info<inner>>;
    }
    if constexpr (s.kind == category::json) out.text = &json_column<inner>::access;
    if constexpr (s.kind == category::array) out.sequence = &sequence_functions<inner>;
    if constexpr (is_optional<T>) out.optional = &optional_functions<inner>;
    return out;
}

} // namespace dataflow::schema::detail

namespace dataflow::schema {

/// The category of a type, its optional taken off; `category::none` where no column can hold it.
template <class T>
inline constexpr category category_of = detail::shape_of<bare<T>>().kind;

/// Whether values of a type can be compared by more than equality, and sorted: the same on both databases.
template <class T>
inline constexpr bool has_order =
    category_of<T> < category::json && facts_of(detail::shape_of<bare<T>>().stored).ordered;

/// A type that can be a column.
template <class T>
concept storable = category_of<T> != category::none;

/// The description that drivers work with.
template <class T>
inline constexpr type_info info_of = detail::make_info<T>();

} // namespace dataflow::schema
