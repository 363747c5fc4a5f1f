// One value in PostgreSQL's binary form: the same for parameters, array elements and COPY.
#pragma once

#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/numeric.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// The bytes of one value: in `small`, or where the caller keeps them. Null `data` is NULL.
struct encoded {
    const char* data = nullptr;
    std::size_t size = 0;
};

/// Room for a number, a time or a day; the 16 bytes of a UUID are sent from where they are.
using small_value = char[numeric_size];

/// What the server takes in one message, and in one value: 1 GiB, less room for its own headers.
inline constexpr std::size_t size_limit = (std::size_t{1} << 30) - 65536;

inline constexpr std::string_view out_of_range = "out of the column's range";
inline constexpr std::string_view too_large = "over 1 GB; send it in smaller parts";

/// Encodes a value that is single or null. Throws `invalid_value` for what the column cannot hold.
[[nodiscard]] inline encoded encode(const subject& about, const value& v, small_value& small) {
    if (v.is_null()) return {};
    const auto whole = [&](auto narrow) {
        if (narrow != v.integer) refuse(about, v.field, out_of_range);
        put(small, narrow);
        return encoded{small, sizeof narrow};
    };
    switch (v.stored) {
    case storage::boolean: small[0] = v.integer != 0 ? '\1' : '\0'; return {small, 1};
    case storage::int16: return whole(static_cast<std::int16_t>(v.integer));
    case storage::int32: return whole(static_cast<std::int32_t>(v.integer));
    case storage::int64: return whole(v.integer);
    case storage::float32: {
        // Infinity is a value; a number that only becomes infinite by narrowing is out of range.
        if (std::isfinite(v.real) && std::fabs(v.real) > static_cast<double>(FLT_MAX))
            refuse(about, v.field, out_of_range);
        put(small, std::bit_cast<std::uint32_t>(static_cast<float>(v.real)));
        return {small, 4};
    }
    case storage::float64: put(small, std::bit_cast<std::uint64_t>(v.real)); return {small, 8};
    case storage::timestamp:
        if (!is_time(v.integer)) refuse(about, v.field, "not a time from year 1 to 9999");
        put(small, v.integer - epoch_microseconds);
        return {small, 8};
    case storage::date:
        if (!is_day(v.integer)) refuse(about, v.field, "not a date from year 1 to 9999");
        put(small, static_cast<std::int32_t>(v.integer - epoch_days));
        return {small, 4};
    case storage::uuid: return {v.data, 16};
    case storage::decimal: return {small, write_numeric(small, v.integer, v.scale)};
    case storage::duration:
        if (v.integer == INT64_MIN) refuse(about, v.field, out_of_range);
        return whole(v.integer);
    case storage::bytes:
        if (v.size > size_limit) refuse(about, v.field, too_large);
        return {v.data != nullptr ? v.data : "", v.size}; // an empty vector may have no address
    case storage::text:
        if (v.data == nullptr) refuse(about, v.field, "the value has no name within its df::enum_range");
        if (v.size > size_limit) refuse(about, v.field, too_large);
        if (const auto wrong = check_text({v.data, v.size}); wrong != text_fault::none)
            refuse(about, v.field, message_of(wrong));
        return {v.data, v.size};
    default: break;
    }
    const auto* functions = functions_of(v.stored);
    if (functions == nullptr) return {}; // json and arrays: `append_object`
    static_assert(sizeof small >= longest_binary);
    const auto size = functions->bind(v.address(), small);
    if (size == 0) refuse(about, v.field, facts_of(v.stored).refused);
    return {small, size};
}

/// Encodes any value; `use(encoded)` gets it for the time of the call.
template <class Use>
void with_encoded(const subject& about, const value& v, Use&& use) {
    small_value small;
    if (v.held != value::form::mapped) return use(encode(about, v, small));
    with_mapping([&] { with_stored(v, [&](const value& inner) { use(encode(about, inner, small)); }); },
                 [&](std::string_view why) { refuse(about, v.field, why); });
}

} // namespace dataflow::driver::postgres_
