// PostgreSQL's binary forms: byte order, type numbers and the calendar's zero.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>

#include <bit>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::driver::postgres_ {

/// A type's number (`Oid` of libpq, spelled out so that this header does not need it).
using type_number = std::uint32_t;

namespace oid {
inline constexpr type_number boolean = 16, bytea = 17, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25,
                             float4 = 700, float8 = 701, bpchar = 1042, varchar = 1043, date = 1082,
                             timestamptz = 1184, uuid = 2950, numeric = 1700, jsonb = 3802;
} // namespace oid

/// The type of an array of a stored kind. Arrays of arrays are sent as texts: `unnest` would flatten them.
[[nodiscard]] constexpr type_number array_type_of(storage s) noexcept {
    switch (s) {
    case storage::boolean: return 1000;
    case storage::int16: return 1005;
    case storage::int32: return 1007;
    case storage::int64: return 1016;
    case storage::float32: return 1021;
    case storage::float64: return 1022;
    case storage::text: return 1009;
    case storage::bytes: return 1001;
    case storage::timestamp: return 1185;
    case storage::date: return 1182;
    case storage::uuid: return 2951;
    case storage::decimal: return 1231;
    case storage::duration: return 1016;
    case storage::json: return 3807;
    case storage::array: break;
    }
    return 1009;
}

/// The type that a stored kind has on the wire.
[[nodiscard]] constexpr type_number type_of(storage s) noexcept {
    switch (s) {
    case storage::boolean: return oid::boolean;
    case storage::int16: return oid::int2;
    case storage::int32: return oid::int4;
    case storage::int64: return oid::int8;
    case storage::float32: return oid::float4;
    case storage::float64: return oid::float8;
    case storage::text: return oid::text;
    case storage::bytes: return oid::bytea;
    case storage::timestamp: return oid::timestamptz;
    case storage::date: return oid::date;
    case storage::uuid: return oid::uuid;
    case storage::decimal: return oid::numeric;
    case storage::duration: return oid::int8;
    case storage::json: return oid::jsonb;
    case storage::array: break;
    }
    return is_array(s) ? array_type_of(element_of(s)) : oid::text;
}

/// Whether a result's column of this type can be read as a stored kind without loss.
[[nodiscard]] constexpr bool readable(storage s, type_number found) noexcept {
    switch (s) {
    case storage::int32: return found == oid::int4 || found == oid::int2;
    case storage::duration:
    case storage::int64: return found == oid::int8 || found == oid::int4 || found == oid::int2;
    case storage::float64: return found == oid::float8 || found == oid::float4;
    case storage::text:
        return found == oid::text || found == oid::varchar || found == oid::bpchar || found == oid::name;
    default: return found == type_of(s) || (s == array_of(storage::text) && found == 1015); // VARCHAR[]
    }
}

/// A type's name for messages.
[[nodiscard]] inline std::string type_label(type_number found) {
    struct entry {
        type_number number;
        std::string_view label;
    };
    static constexpr entry known[] = {
        {16, "BOOLEAN"},   {17, "BYTEA"},     {18, "\"char\""},    {19, "NAME"},         {20, "BIGINT"},
        {21, "SMALLINT"},  {23, "INTEGER"},   {25, "TEXT"},        {26, "OID"},          {114, "JSON"},
        {142, "XML"},      {700, "REAL"},     {701, "DOUBLE PRECISION"}, {1042, "CHAR"}, {1043, "VARCHAR"},
        {1082, "DATE"},    {1083, "TIME"},    {1114, "TIMESTAMP WITHOUT TIME ZONE"},     {1184, "TIMESTAMPTZ"},
        {1186, "INTERVAL"}, {1266, "TIMETZ"}, {1700, "NUMERIC"},   {2950, "UUID"},       {3802, "JSONB"},
        {3807, "JSONB[]"}, {1000, "BOOLEAN[]"}, {1005, "SMALLINT[]"}, {1007, "INTEGER[]"}, {1022, "DOUBLE PRECISION[]"}, {1009, "TEXT[]"}, {1016, "BIGINT[]"}, {705, "an unknown literal"}};
    for (const auto& e : known)
        if (e.number == found) return std::string{e.label};
    return "the type with OID " + std::to_string(found);
}

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
inline void put(char* to, T number) noexcept {
    const auto v = big_endian(static_cast<std::make_unsigned_t<T>>(number));
    std::memcpy(to, &v, sizeof v);
}

/// Reads a whole number in network order.
template <class T>
[[nodiscard]] inline T get(const char* from) noexcept {
    std::make_unsigned_t<T> v;
    std::memcpy(&v, from, sizeof v);
    return static_cast<T>(big_endian(v));
}

/// PostgreSQL counts from 2000-01-01; this library from 1970-01-01.
inline constexpr std::int64_t epoch_days = 10957;
inline constexpr std::int64_t epoch_microseconds = epoch_days * 86'400'000'000;

/// The first and last day and microsecond that can be stored: years 1 to 9999.
inline constexpr std::int64_t first_day =
    std::chrono::sys_days{std::chrono::year{1} / 1 / 1}.time_since_epoch().count();
inline constexpr std::int64_t last_day =
    std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}.time_since_epoch().count();
inline constexpr std::int64_t first_microsecond = first_day * 86'400'000'000;
inline constexpr std::int64_t last_microsecond = (last_day + 1) * 86'400'000'000 - 1;

[[nodiscard]] constexpr bool is_day(std::int64_t days) noexcept { return days >= first_day && days <= last_day; }
[[nodiscard]] constexpr bool is_time(std::int64_t microseconds) noexcept {
    return microseconds >= first_microsecond && microseconds <= last_microsecond;
}

} // namespace dataflow::driver::postgres_
