// Reads and fills fields through their descriptions: the loop bodies of every driver.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace dataflow {

namespace detail {

template <class T>
[[nodiscard]] inline T load_as(const void* from) noexcept {
    T out;
    std::memcpy(&out, from, sizeof(T));
    return out;
}

template <class T>
inline void store_as(void* to, std::int64_t number) noexcept {
    const auto narrow = static_cast<T>(number);
    std::memcpy(to, &narrow, sizeof(T));
}

/// The same by the size of what is stored: an enumeration, or a duration's count.
inline void store_sized(void* to, std::size_t size, std::int64_t number) noexcept {
    switch (size) {
    case 1: return store_as<std::int8_t>(to, number);
    case 2: return store_as<std::int16_t>(to, number);
    case 4: return store_as<std::int32_t>(to, number);
    default: return store_as<std::int64_t>(to, number);
    }
}

[[nodiscard]] inline std::int64_t load_enum(const type_info& type, const void* from) noexcept {
    switch (type.enum_size) {
    case 1: return type.enum_signed ? load_as<std::int8_t>(from) : load_as<std::uint8_t>(from);
    case 2: return type.enum_signed ? load_as<std::int16_t>(from) : load_as<std::uint16_t>(from);
    case 4:
        return type.enum_signed ? static_cast<std::int64_t>(load_as<std::int32_t>(from))
                                : static_cast<std::int64_t>(load_as<std::uint32_t>(from));
    default: return load_as<std::int64_t>(from);
    }
}

/// A duration's microseconds; INT64_MIN, which drivers refuse, where they are beyond 64 bits.
[[nodiscard]] inline std::int64_t load_duration(const type_info& type, const void* from) noexcept {
    const auto count = load_enum(type, from);
    std::int64_t out = 0;
    if ((count < 0 && !type.enum_signed) || __builtin_mul_overflow(count, type.tick, &out)) return INT64_MIN;
    return out;
}

/// Stores microseconds as a duration; false where they are no whole count, or one that does not fit.
[[nodiscard]] inline bool store_duration(const type_info& type, void* to,
                                         std::int64_t microseconds) noexcept {
    const auto count = microseconds / type.tick;
    if (count * type.tick != microseconds || (count < 0 && !type.enum_signed)) return false;
    if (type.enum_size < 8) {
        const auto most = (std::int64_t{1} << (type.enum_size * 8 - (type.enum_signed ? 1 : 0))) - 1;
        if (count > most || count < -most - 1) return false;
    }
    store_sized(to, type.enum_size, count);
    return true;
}

} // namespace detail

/// The name of an enumeration's value; empty where the value has none.
[[nodiscard]] constexpr std::string_view enumerator_name(const type_info& type,
                                                         std::int64_t number) noexcept {
    for (const auto& e : type.enumerators)
        if (e.value == number) return e.name;
    return {};
}

/// The value of a field, borrowed: text and bytes point into the object, and of a mapped type it is the
/// object. An enumeration's value that has no name gives a text with a null `data`: drivers refuse it as an
/// invalid value.
[[nodiscard]] inline value load(const field_access& field, const void* object) noexcept {
    const type_info& type = *field.type;
    const void* at = static_cast<const std::byte*>(object) + field.offset;
    if (type.optional != nullptr) {
        at = type.optional->get(at);
        if (at == nullptr) return value::null(type.stored, field.name);
    }
    const auto whole = [&](std::int64_t n) { return value::of_integer(type.stored, n, field.name); };
    switch (type.memory) {
    case layout::boolean: return whole(detail::load_as<bool>(at) ? 1 : 0);
    case layout::int8: return whole(detail::load_as<std::int8_t>(at));
    case layout::uint8: return whole(detail::load_as<std::uint8_t>(at));
    case layout::int16: return whole(detail::load_as<std::int16_t>(at));
    case layout::uint16: return whole(detail::load_as<std::uint16_t>(at));
    case layout::int32: return whole(detail::load_as<std::int32_t>(at));
    case layout::uint32: return whole(detail::load_as<std::uint32_t>(at));
    case layout::int64: return whole(detail::load_as<std::int64_t>(at));
    case layout::float32:
        return value::of_real(type.stored, static_cast<double>(detail::load_as<float>(at)), field.name);
    case layout::float64: return value::of_real(type.stored, detail::load_as<double>(at), field.name);
    case layout::text: {
        const auto& s = *static_cast<const std::string*>(at);
        return value::of_data(type.stored, s.data(), s.size(), field.name);
    }
    case layout::bytes: {
        const auto& b = *static_cast<const bytes*>(at);
        return value::of_data(type.stored, reinterpret_cast<const char*>(b.data()), b.size(), field.name);
    }
    case layout::timestamp: return whole(static_cast<const timestamp*>(at)->time_since_epoch().count());
    case layout::date: {
        const auto& day = *static_cast<const date*>(at);
        // An impossible day (31 February) has no count of days: it is sent as INT64_MIN, and refused.
        if (!day.ok()) return whole(INT64_MIN);
        return whole(std::chrono::sys_days{day}.time_since_epoch().count());
    }
    case layout::uuid:
    case layout::listed:
        return value::of_data(type.stored, reinterpret_cast<const char*>(at), bytes_of(type), field.name);
    case layout::enumeration: {
        const auto name = enumerator_name(type, detail::load_enum(type, at));
        return value::of_data(type.stored, name.data(), name.size(), field.name);
    }
    case layout::decimal: return value::of_decimal(detail::load_as<std::int64_t>(at), type.scale, field.name);
    case layout::duration: return whole(detail::load_duration(type, at));
    case layout::mapped: return value::of_mapped(type, at, field.name);
    case layout::json:
    case layout::sequence: return value::of_object(type, at, field.name);
    }
    return value::null(type.stored, field.name);
}

/// Where a non-null value is to be written: the field itself, or the inside its optional.
[[nodiscard]] inline void* writable(const field_access& field, void* object) {
    void* at = static_cast<std::byte*>(object) + field.offset;
    return field.type->optional != nullptr ? field.type->optional->emplace(at) : at;
}

/// Makes a field NULL; false where it cannot be.
[[nodiscard]] inline bool store_null(const field_access& field, void* object) {
    if (field.type->optional == nullptr) return false;
    field.type->optional->reset(static_cast<std::byte*>(object) + field.offset);
    return true;
}

/// Whether a whole number fits into a field's memory.
[[nodiscard]] constexpr bool fits(layout memory, std::int64_t n) noexcept {
    switch (memory) {
    case layout::boolean: return n == 0 || n == 1;
    case layout::int8: return n >= INT8_MIN && n <= INT8_MAX;
    case layout::uint8: return n >= 0 && n <= UINT8_MAX;
    case layout::int16: return n >= INT16_MIN && n <= INT16_MAX;
    case layout::uint16: return n >= 0 && n <= UINT16_MAX;
    case layout::int32: return n >= INT32_MIN && n <= INT32_MAX;
    case layout::uint32: return n >= 0 && n <= UINT32_MAX;
    default: return true;
    }
}

/// Stores a boolean, a whole number, a timestamp or a duration (microseconds), a date (days since 1970-01-01)
/// or a decimal's units at `to`, as given by `writable`; false where it does not fit.
[[nodiscard]] inline bool store_integer(const type_info& type, void* to, std::int64_t n) noexcept {
    if (!fits(type.memory, n)) return false;
    switch (type.memory) {
    case layout::boolean: detail::store_as<bool>(to, n); return true;
    case layout::int8: detail::store_as<std::int8_t>(to, n); return true;
    case layout::uint8: detail::store_as<std::uint8_t>(to, n); return true;
    case layout::int16: detail::store_as<std::int16_t>(to, n); return true;
    case layout::uint16: detail::store_as<std::uint16_t>(to, n); return true;
    case layout::int32: detail::store_as<std::int32_t>(to, n); return true;
    case layout::uint32: detail::store_as<std::uint32_t>(to, n); return true;
    case layout::int64: detail::store_as<std::int64_t>(to, n); return true;
    case layout::timestamp:
        *static_cast<timestamp*>(to) = timestamp{std::chrono::microseconds{n}};
        return true;
    case layout::date:
        *static_cast<date*>(to) = date{std::chrono::sys_days{std::chrono::days{n}}};
        return true;
    case layout::decimal:
        if (!detail::has_digits_64(n, type.digits)) return false;
        detail::store_as<std::int64_t>(to, n);
        return true;
    case layout::duration: return detail::store_duration(type, to, n);
    default: return false;
    }
}

/// Stores a float or double; false where the field is neither.
[[nodiscard]] inline bool store_real(const type_info& type, void* to, double x) noexcept {
    if (type.memory == layout::float64) {
        std::memcpy(to, &x, sizeof x);
        return true;
    }
    if (type.memory != layout::float32) return false;
    const auto narrow = static_cast<float>(x);
    std::memcpy(to, &narrow, sizeof narrow);
    return true;
}

/// Stores text, bytes, the bytes of a UUID or of a listed type, or an enumeration's name; false where it does
/// not fit.
[[nodiscard]] inline bool store_data(const type_info& type, void* to, std::string_view data) {
    switch (type.memory) {
    case layout::text: static_cast<std::string*>(to)->assign(data); return true;
    case layout::bytes: {
        const auto* first = reinterpret_cast<const std::byte*>(data.data());
        static_cast<bytes*>(to)->assign(first, first + data.size());
        return true;
    }
    case layout::uuid:
    case layout::listed:
        if (data.size() != bytes_of(type)) return false;
        std::memcpy(to, data.data(), data.size());
        return true;
    case layout::enumeration:
        for (const auto& e : type.enumerators)
            if (e.name == data) {
                detail::store_sized(to, type.enum_size, e.value);
                return true;
            }
        return false;
    default: return false;
    }
}

/// Stores what a function of the type (`type_functions`) makes of a text or of a binary form; false where it
/// makes nothing of it, or where that does not fit.
[[nodiscard]] inline bool store_made(const type_info& type, void* to, bool (*make)(std::string_view, void*),
                                     std::string_view from) {
    if (type.memory == layout::listed || type.memory == layout::uuid) return make(from, to);
    std::int64_t count = 0; // of times and days
    return make(from, &count) && store_integer(type, to, count);
}

} // namespace dataflow
