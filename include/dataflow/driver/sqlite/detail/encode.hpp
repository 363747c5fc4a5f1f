// A value as SQLite takes it: the checks and conversions that parameters and rows share.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/array_text.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/core/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// Bytes of the longest text that a time, a UUID and the like becomes.
inline constexpr std::size_t scratch_size = longest_text;

/// What is bound or given as a column: one of SQLite's five classes, or a problem.
struct cell {
    enum class kind : std::uint8_t { null, integer, real, text, temporary, blob, refused };

    kind held = kind::null; ///< `temporary`: text that lies in the scratch space
    union {
        std::int64_t integer;
        double real;
        const char* data; ///< never null, for SQLite would make that NULL
    };
    std::size_t size = 0;       ///< bytes at `data`
    std::string_view problem{}; ///< why the value is refused; constant data

    constexpr cell() noexcept : integer(0) {}

    [[nodiscard]] static constexpr cell of(kind k, const char* d, std::size_t n) noexcept {
        cell c;
        c.held = k;
        c.data = d == nullptr ? "" : d;
        c.size = n;
        return c;
    }
    [[nodiscard]] static constexpr cell refuse(std::string_view why) noexcept {
        cell c;
        c.held = kind::refused;
        c.problem = why;
        return c;
    }
};

namespace detail {

[[nodiscard]] inline cell encode_integer(std::int64_t least, std::int64_t n, std::int64_t most) noexcept {
    if (n < least || n > most) return cell::refuse("out of the column's range");
    cell c;
    c.held = cell::kind::integer;
    c.integer = n;
    return c;
}

[[nodiscard]] inline cell encode_real(double x, double most) noexcept {
    // SQLite would store NULL in its place.
    if (std::isnan(x)) return cell::refuse("NaN cannot be stored in SQLite");
    if (std::isfinite(x) && std::fabs(x) > most) return cell::refuse("out of the column's range");
    cell c;
    c.held = cell::kind::real;
    c.real = x;
    return c;
}

[[nodiscard]] inline cell encode_text(const char* data, std::size_t size) noexcept {
    if (const auto found = check_text({data, size}); found != text_fault::none)
        return cell::refuse(message_of(found));
    return cell::of(cell::kind::text, data, size);
}

} // namespace detail

/// Checks and converts one value that is null or single. Text and bytes are borrowed; times, days and
/// UUIDs are written to `scratch` (`scratch_size` bytes).
[[nodiscard]] inline cell encode(const value& v, char* scratch) noexcept {
    if (v.held != value::form::single) return {};
    switch (v.stored) {
    case storage::boolean: return detail::encode_integer(0, v.integer, 1);
    case storage::int16: return detail::encode_integer(INT16_MIN, v.integer, INT16_MAX);
    case storage::int32: return detail::encode_integer(INT32_MIN, v.integer, INT32_MAX);
    case storage::int64: return detail::encode_integer(INT64_MIN, v.integer, INT64_MAX);
    case storage::float32:
        return detail::encode_real(v.real, static_cast<double>(std::numeric_limits<float>::max()));
    case storage::float64: return detail::encode_real(v.real, std::numeric_limits<double>::max());
    case storage::text:
        if (v.data == nullptr) return cell::refuse("the value has no name within its df::enum_range");
        return detail::encode_text(v.data, v.size);
    case storage::bytes: return cell::of(cell::kind::blob, v.data, v.size);
    case storage::timestamp:
        if (!write_timestamp(scratch, v.integer)) return cell::refuse("not a time from year 1 to 9999");
        return cell::of(cell::kind::temporary, scratch, timestamp_text_size);
    case storage::date:
        if (!write_date(scratch, v.integer)) return cell::refuse("not a date from year 1 to 9999");
        return cell::of(cell::kind::temporary, scratch, date_text_size);
    case storage::uuid:
        write_uuid(scratch, v.data);
        return cell::of(cell::kind::temporary, scratch, uuid_text_size);
    case storage::decimal:
        return detail::encode_integer(INT64_MIN, v.integer, INT64_MAX); // the column checks its digits
    case storage::duration: return detail::encode_integer(-INT64_MAX, v.integer, INT64_MAX);
    default: break; // of json and arrays: `object_text`
    }
    const auto* functions = functions_of(v.stored);
    if (functions == nullptr) return cell::refuse("a value of an unknown type");
    const auto size = functions->write(v.address(), scratch);
    return size == 0 ? cell::refuse(facts_of(v.stored).refused)
                     : cell::of(cell::kind::temporary, scratch, size);
}

/// Appends the text of a JSON value or array (`value::form::object`). Throws `access_fault`.
inline void object_text(std::string& out, const value& v) {
    if (v.stored == storage::json) v.type->text->write(v.object, out);
    else append_array_text(out, v, array_style::json);
}

} // namespace dataflow::driver::sqlite_
