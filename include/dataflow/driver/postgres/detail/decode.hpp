// Rows of a binary result, straight into the fields of objects.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/numeric.hpp>
#include <dataflow/driver/postgres/detail/object.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// A whole number of 2, 4 or 8 bytes: a wider field may read a narrower column.
[[nodiscard]] inline std::int64_t get_whole(const char* from, std::size_t size) noexcept {
    return size == 2   ? get<std::int16_t>(from)
           : size == 4 ? get<std::int32_t>(from)
                       : get<std::int64_t>(from);
}

inline void decode_object(const subject& about, const field_access& field, const char* from, std::size_t size,
                          void* object);

/// Fills one field with a value that is not NULL; the column's type has been checked before.
/// Throws `invalid_value` where the field cannot hold it.
inline void decode(const subject& about, const field_access& field, const char* from, std::size_t size,
                   void* object) {
    const type_info& type = *field.type;
    if (type.memory == layout::mapped)
        return with_mapping(
            [&] {
                fill_mapped(field, object, [&](const field_access& inside, void* stored) {
                    decode(about, inside, from, size, stored);
                });
            },
            [&](std::string_view why) { refuse(about, field.name, why); });
    bool done = false;
    const auto whole = [&](std::int64_t n) { done = store_integer(type, writable(field, object), n); };
    switch (type.stored) {
    case storage::boolean: whole(*from != '\0' ? 1 : 0); break;
    case storage::int16:
    case storage::int32:
    case storage::duration:
    case storage::int64: whole(get_whole(from, size)); break;
    case storage::decimal: {
        std::int64_t units = 0;
        if (const auto problem = read_numeric(from, size, type.scale, units); !problem.empty())
            refuse(about, field.name, problem);
        whole(units);
        break;
    }
    case storage::float32:
    case storage::float64: {
        const double x = size == 4 ? static_cast<double>(std::bit_cast<float>(get<std::uint32_t>(from)))
                                   : std::bit_cast<double>(get<std::uint64_t>(from));
        if (type.stored == storage::float32 && size == 8 && std::isfinite(x) &&
            static_cast<double>(static_cast<float>(x)) != x)
            refuse(about, field.name, "the database holds a number with more digits than a float has");
        done = store_real(type, writable(field, object), x);
        break;
    }
    case storage::timestamp: {
        const auto t = get<std::int64_t>(from); // infinity is the least and the greatest number
        if (t < first_microsecond - epoch_microseconds || t > last_microsecond - epoch_microseconds)
            refuse(about, field.name, "the database holds a time outside the years 1 to 9999");
        whole(t + epoch_microseconds);
        break;
    }
    case storage::date: {
        const auto days = std::int64_t{get<std::int32_t>(from)} + epoch_days;
        if (!is_day(days)) refuse(about, field.name, "the database holds a date outside the years 1 to 9999");
        whole(days);
        break;
    }
    case storage::text:
    case storage::bytes:
    case storage::uuid: done = store_data(type, writable(field, object), {from, size}); break;
    default: {
        const auto* functions = functions_of(type.stored);
        if (functions == nullptr) return decode_object(about, field, from, size, object); // json and arrays
        done = store_made(type, writable(field, object), functions->read, {from, size});
    }
    }
    if (done) return;
    refuse(about, field.name,
           type.memory == layout::enumeration ? "the database holds a name that is none of the enumeration's"
                                              : "the database holds a value that the field cannot hold");
}

namespace detail {

[[nodiscard, gnu::always_inline]] inline bool decode_plain(const field_access& field, const char* from,
                                                           std::size_t size, void* object);

/// The state of an array that is being read.
struct array_source {
    const subject& about;
    const field_access& field;
    const char* at;
    const char* end;
    std::size_t left;

    [[noreturn, gnu::cold]] void damaged() const {
        refuse(about, field.name, "the database sent an array that cannot be read");
    }
    [[nodiscard]] std::int32_t number() {
        if (end - at < 4) damaged();
        const auto n = get<std::int32_t>(at);
        at += 4;
        return n;
    }
    void give(void* to) {
        --left;
        const field_access element{0, field.type->sequence->element, field.name};
        const auto size = number();
        if (size < 0) {
            if (!store_null(element, to))
                refuse(about, field.name,
                       "the database holds an array with NULL, which the element cannot hold");
            return;
        }
        if (end - at < size) damaged();
        if (size == 0 || !decode_plain(element, at, static_cast<std::size_t>(size), to))
            decode(about, element, at, static_cast<std::size_t>(size), to);
        at += size;
    }
};

} // namespace detail

/// Fills a field of JSON or an array with a value that is not NULL. Throws `invalid_value`.
inline void decode_object(const subject& about, const field_access& field, const char* from, std::size_t size,
                          void* object) {
    const type_info& type = *field.type;
    if (type.stored == storage::json) {
        if (size == 0 || *from != detail::jsonb_version)
            refuse(about, field.name, "the database sent JSON of an unknown version");
        try {
            type.text->read(writable(field, object), {from + 1, size - 1});
        } catch (const access_fault& f) {
            refuse(about, joined_path(field.name, f.path), f.why);
        }
        return;
    }
    detail::array_source source{about, field, from, from + size, 0};
    const auto dimensions = source.number();
    (void)source.number(); // whether there are NULLs
    (void)source.number(); // the element's type, which the column's type tells
    if (dimensions > 1) refuse(about, field.name, "the database holds an array of several dimensions");
    if (dimensions == 1) {
        source.left = static_cast<std::size_t>(source.number());
        (void)source.number(); // the first index
    }
    if (source.left > size / 4) source.damaged();
    const auto count = type.sequence->fill(
        writable(field, object), source.left, &source,
        [](void* s) { return static_cast<detail::array_source*>(s)->left != 0; },
        [](void* s, void* to) { static_cast<detail::array_source*>(s)->give(to); });
    if (type.sequence->fixed != SIZE_MAX && count != type.sequence->fixed)
        refuse(about, field.name, "the database holds an array of a different length");
}

namespace detail {

/// The fields that most rows are made of, from a value that is not NULL and not empty; false where the
/// general way has to see to it. It is a part of the loop over the columns of many rows, and is inlined
/// there: a call takes as long as most values do.
[[nodiscard, gnu::always_inline]] inline bool decode_plain(const field_access& field, const char* from,
                                                           std::size_t size, void* object) {
    const type_info& type = *field.type;
    void* to = static_cast<std::byte*>(object) + field.offset;
    if (type.optional != nullptr) to = type.optional->emplace(to);
    switch (type.memory) {
    case layout::decimal: {
        std::int64_t units = 0;
        if (!read_numeric(from, size, type.scale, units).empty() ||
            !dataflow::detail::has_digits_64(units, type.digits))
            return false;
        dataflow::detail::store_as<std::int64_t>(to, units);
        return true;
    }
    case layout::int64: // of any width
        dataflow::detail::store_as<std::int64_t>(to, get_whole(from, size));
        return true;
    case layout::int32:
        if (size != 4) return false;
        dataflow::detail::store_as<std::int32_t>(to, get<std::int32_t>(from));
        return true;
    case layout::boolean: dataflow::detail::store_as<bool>(to, *from != '\0' ? 1 : 0); return true;
    case layout::float64: {
        if (size != 8) return false;
        const auto bits = get<std::uint64_t>(from);
        std::memcpy(to, &bits, sizeof bits);
        return true;
    }
    case layout::text:
        if (type.stored != storage::text) return false;
        static_cast<std::string*>(to)->assign(from, size);
        return true;
    case layout::timestamp: {
        const auto t = get<std::int64_t>(from);
        if (t < first_microsecond - epoch_microseconds || t > last_microsecond - epoch_microseconds)
            return false;
        dataflow::detail::store_as<std::int64_t>(to, t + epoch_microseconds);
        return true;
    }
    case layout::enumeration: {
        const std::string_view name{from, size};
        for (const auto& e : type.enumerators)
            if (e.name == name) {
                dataflow::detail::store_sized(to, type.enum_size, e.value);
                return true;
            }
        return false;
    }
    default: return false;
    }
}

} // namespace detail

/// Fills the fields of `object` from one row. Throws `invalid_value`.
inline void decode_row(const subject& about, const PGresult* result, int row,
                       std::span<const field_access> fields, void* object) {
    int column = 0;
    for (const auto& field : fields) {
        // libpq gives NULL a length of 0, as it does an empty text.
        const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
        const char* from = PQgetvalue(result, row, column);
        if (size != 0 && detail::decode_plain(field, from, size, object)) {
            ++column;
            continue;
        }
        if (size == 0 && PQgetisnull(result, row, column) != 0) {
            if (!store_null(field, object))
                refuse(about, field.name, "the database holds NULL, which the field cannot hold");
        } else {
            decode(about, field, from, size, object);
        }
        ++column;
    }
}

} // namespace dataflow::driver::postgres_
