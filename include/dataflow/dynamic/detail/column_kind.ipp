// The code of dynamic/detail/column_kind.hpp.
#pragma once

#include <dataflow/core/base64.hpp>
#include <dataflow/core/decimal.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/dynamic/detail/column_kind.hpp>
#include <dataflow/json/codec.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/schema/types.hpp>

#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::dynamic_ {

namespace detail {

template <class T>
struct column_functions {
    static void make(void* at, bool optional) {
        if (optional) ::new (at) std::optional<T>();
        else ::new (at) T();
    }
    template <class V>
    static void move_as(void* to, void* from) {
        auto* const old = static_cast<V*>(from);
        ::new (to) V(std::move(*old));
        old->~V();
    }
    static void move(void* to, void* from, bool optional) {
        optional ? move_as<std::optional<T>>(to, from) : move_as<T>(to, from);
    }
    static void destroy(void* at, bool optional) {
        if (optional) static_cast<std::optional<T>*>(at)->~optional();
        else static_cast<T*>(at)->~T();
    }
};

template <class T>
inline constexpr bool is_scalar =
    schema::category_of<T> < schema::category::json && !std::is_same_v<T, bytes>;

/// Decimals of any digits, whose type the column tells.
template <class T>
inline constexpr bool is_decimals = std::is_same_v<T, elements<decimal<18, 0>>>;

template <class T>
inline constexpr column_kind kind_for{&schema::info_of<T>,
                                      &schema::info_of<std::optional<T>>,
                                      alignof(std::optional<T>),
                                      &column_functions<T>::make,
                                      &column_functions<T>::move,
                                      &column_functions<T>::destroy,
                                      is_scalar<T> || is_decimals<T> ? nullptr : &json_::write<T>,
                                      is_scalar<T> || is_decimals<T> ? nullptr : &json_::read<T>};

/// The first of these types that is stored in this way.
template <class... T>
[[nodiscard]] const column_kind* kind_among(storage wanted) noexcept {
    const column_kind* out = nullptr;
    (void)((kind_for<T>.plain->stored == wanted && ((out = &kind_for<T>) != nullptr)) || ...);
    return out;
}

/// The same among these and the listed types (core/types/detail/list.hpp).
template <class... T, class... Listed>
[[nodiscard]] const column_kind* kind_with(dataflow::detail::type_list<Listed...>, storage wanted) noexcept {
    return kind_among<T..., Listed...>(wanted);
}

template <class... Listed>
[[nodiscard]] const column_kind* array_kind(dataflow::detail::type_list<Listed...>, storage wanted) noexcept {
    return kind_among<elements<bool>, elements<std::int16_t>, elements<std::int32_t>, elements<std::int64_t>,
                      elements<float>, elements<double>, elements<std::string>, elements<timestamp>,
                      elements<date>, elements<uuid>, elements<decimal<18, 0>>, elements<Listed>...>(wanted);
}

} // namespace detail

DATAFLOW_RUNTIME const column_kind* kind_of(const catalog::field_choice& type) noexcept {
    using namespace detail;
    if (!type.found) return nullptr;
    if (is_array(type.stored)) return array_kind(dataflow::detail::listed_types{}, type.stored);
    return kind_with<bool, std::int16_t, std::int32_t, std::int64_t, float, double, std::string, bytes,
                     timestamp, date, uuid, decimal<18, 0>, std::chrono::microseconds, json_value>(
        dataflow::detail::listed_types{}, type.stored);
}

} // namespace dataflow::dynamic_
