// PostgreSQL's binary forms: byte order, type numbers and the calendar's zero.
#pragma once

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/network_order.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// A type's number (`Oid` of libpq, spelled out so that this header does not need it).
using type_number = std::uint32_t;

namespace oid {
inline constexpr type_number name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25, float4 = 700,
                             float8 = 701, bpchar = 1042, varchar = 1043, timestamp = 1114;
} // namespace oid

/// The type of an array of a stored kind. Arrays of arrays are sent as texts: `unnest` would flatten them.
[[nodiscard]] constexpr type_number array_type_of(storage s) noexcept {
    return is_array(s) ? facts_of(storage::text).array_number : facts_of(s).array_number;
}

/// The type that a stored kind has on the wire.
[[nodiscard]] constexpr type_number type_of(storage s) noexcept {
    return is_array(s) ? facts_of(s).array_number : facts_of(s).number;
}

/// Whether a result's column of this type can be read as a stored kind without loss. `checked`: or with a
/// look at each value, as in a database whose columns are not of the library's own types.
[[nodiscard]] constexpr bool readable(storage s, type_number found, bool checked = false) noexcept {
    if (checked) {
        if (s == storage::int16 || s == storage::int32) s = storage::int64;
        if (s == storage::float32) s = storage::float64;
        if (s == storage::timestamp && found == oid::timestamp) return true; // as UTC
    }
    switch (s) {
    case storage::int16: return found == oid::int2;
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
    static constexpr entry others[]{
        {18, "\"char\""},   {19, "NAME"},     {26, "OID"},
        {114, "JSON"},      {142, "XML"},     {1042, "CHAR"},
        {1043, "VARCHAR"},  {1083, "TIME"},   {1114, "TIMESTAMP WITHOUT TIME ZONE"},
        {1186, "INTERVAL"}, {1266, "TIMETZ"}, {705, "an unknown literal"}};
    for (std::size_t i = 0; i < kind_count; ++i) {
        const auto& f = facts_of(kind_at(i));
        if (f.number == found) return std::string{f.postgres};
        if (f.array_number == found) return std::string{f.postgres_array};
    }
    for (const auto& e : others)
        if (e.number == found) return std::string{e.label};
    return "the type with OID " + std::to_string(found);
}

using dataflow::detail::big_endian;
/// Writes a whole number in network order; `to` needs no alignment.
template <class T>
inline void put(char* to, T number) noexcept {
    dataflow::detail::put_network(to, number);
}
/// Reads a whole number in network order.
template <class T>
[[nodiscard]] inline T get(const char* from) noexcept {
    return dataflow::detail::get_network<T>(from);
}

/// PostgreSQL counts from 2000-01-01; this library from 1970-01-01.
inline constexpr std::int64_t epoch_days = dataflow::detail::postgres_epoch_days;
inline constexpr std::int64_t epoch_microseconds = dataflow::detail::postgres_epoch_microseconds;

[[nodiscard]] constexpr bool is_day(std::int64_t days) noexcept { return is_storable_day(days); }
[[nodiscard]] constexpr bool is_time(std::int64_t microseconds) noexcept {
    return is_storable_time(microseconds);
}

} // namespace dataflow::driver::postgres_
