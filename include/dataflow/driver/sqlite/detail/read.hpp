// From the columns of a result row into the fields of an object.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/array_text.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/detail/errors.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_ {

namespace detail {

[[nodiscard]] constexpr std::string_view expected_for(layout memory) noexcept {
    switch (memory) {
    case layout::boolean: return "0 or 1";
    case layout::int8: return "a whole number from -128 to 127";
    case layout::uint8: return "a whole number from 0 to 255";
    case layout::int16: return "a whole number from -32768 to 32767";
    case layout::uint16: return "a whole number from 0 to 65535";
    case layout::int32: return "a whole number of 32 bits";
    case layout::uint32: return "a whole number from 0 to 4294967295";
    case layout::int64: return "a whole number";
    case layout::float32: return "a number of the range of float";
    case layout::float64: return "a number";
    case layout::text: return "text";
    case layout::bytes: return "bytes";
    case layout::timestamp: return "a time as YYYY-MM-DDTHH:MM:SS.ffffffZ";
    case layout::date: return "a day as YYYY-MM-DD";
    case layout::uuid: return "a UUID of 36 characters in lower case";
    case layout::enumeration: return "a name of the enumeration";
    case layout::decimal: return "a whole number of the decimal's last digits";
    case layout::duration: return "microseconds that are a whole count of the duration";
    case layout::mapped: break;
    case layout::json: return "JSON";
    case layout::sequence: return "a JSON array";
    case layout::listed: break; // its facts say it
    }
    return "another value";
}

[[nodiscard]] constexpr std::string_view class_name(int type) noexcept {
    switch (type) {
    case SQLITE_NULL: return "NULL";
    case SQLITE_INTEGER: return "an integer";
    case SQLITE_FLOAT: return "a real number";
    case SQLITE_TEXT: return "text";
    default: return "bytes";
    }
}

[[noreturn, gnu::cold]] inline void refuse_column(const subject& s, const field_access& field, int type) {
    std::string message{"the stored value does not fit the field: expected "};
    constexpr std::string_view expected = "expected ";
    message.append(field.type->memory == layout::listed
                       ? facts_of(field.type->stored).expected.substr(expected.size())
                       : expected_for(field.type->memory));
    message.append(", found ").append(class_name(type));
    if (type != SQLITE_NULL) message += " that is not one";
    refuse(s, error_kind::invalid_value, message, field.name);
}

// The text or bytes of a column; the length is asked after the pointer, as SQLite wants it.
[[nodiscard]] inline std::string_view column_data(sqlite3_value* v, int type, const subject& s) {
    const void* data =
        type == SQLITE_TEXT ? static_cast<const void*>(sqlite3_value_text(v)) : sqlite3_value_blob(v);
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(v));
    if (data == nullptr) {
        if (size != 0 || type == SQLITE_TEXT) refuse(s, error_kind::resource_exhausted, "out of memory");
        return {};
    }
    return {static_cast<const char*>(data), size};
}

[[nodiscard]] inline bool read_real(sqlite3_value* v, int type, const type_info& t, void* to) {
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) return false;
    const double x = sqlite3_value_double(v);
    if (t.memory == layout::float32 && std::isfinite(x) && std::isinf(static_cast<float>(x))) return false;
    return store_real(t, to, x);
}

} // namespace detail

namespace detail {

/// The values that most rows are made of, without detours: false where the general way has to see to it.
[[nodiscard, gnu::always_inline]] inline bool read_plain(sqlite3_value* v, int type, const type_info& t,
                                                         void* to) {
    switch (t.memory) {
    case layout::int64:
        if (type != SQLITE_INTEGER) return false;
        dataflow::detail::store_as<std::int64_t>(to, sqlite3_value_int64(v));
        return true;
    case layout::decimal: {
        if (type != SQLITE_INTEGER) return false;
        const std::int64_t n = sqlite3_value_int64(v);
        if (!dataflow::detail::has_digits_64(n, t.digits)) return false;
        dataflow::detail::store_as<std::int64_t>(to, n);
        return true;
    }
    case layout::int32: {
        if (type != SQLITE_INTEGER) return false;
        const std::int64_t n = sqlite3_value_int64(v);
        if (n != static_cast<std::int32_t>(n)) return false;
        dataflow::detail::store_as<std::int32_t>(to, n);
        return true;
    }
    case layout::boolean: {
        if (type != SQLITE_INTEGER) return false;
        const std::int64_t n = sqlite3_value_int64(v);
        if ((n & ~std::int64_t{1}) != 0) return false;
        dataflow::detail::store_as<bool>(to, n);
        return true;
    }
    case layout::float64: {
        if (type != SQLITE_FLOAT) return false;
        const double x = sqlite3_value_double(v);
        std::memcpy(to, &x, sizeof x);
        return true;
    }
    case layout::text: {
        if (type != SQLITE_TEXT || t.stored != storage::text) return false;
        const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(v));
        if (data == nullptr) return false;
        static_cast<std::string*>(to)->assign(data, static_cast<std::size_t>(sqlite3_value_bytes(v)));
        return true;
    }
    default: return false;
    }
}

void read_any(sqlite3_value* v, int type, const field_access& f, void* object, const subject& s);

} // namespace detail

/// Fills one field from column `i` (from 0) of the row that a statement stands on. Throws
/// `invalid_value`, naming model, field and what was expected, where the stored value does not fit.
[[gnu::always_inline]] inline void read_column(sqlite3_stmt* row, int i, const field_access& f, void* object,
                                               const subject& s) {
    // One look-up for type and content. A connection that is opened without its own mutex may read such
    // a value directly (SQLite's documentation of sqlite3_value).
    auto* v = sqlite3_column_value(row, i);
    const int type = sqlite3_value_type(v);
    const type_info& t = *f.type;
    if (t.optional != nullptr || !detail::read_plain(v, type, t, static_cast<std::byte*>(object) + f.offset))
        detail::read_any(v, type, f, object, s);
}

/// Every kind of field, and every refusal.
[[gnu::noinline]] inline void detail::read_any(sqlite3_value* v, int type, const field_access& f,
                                               void* object, const subject& s) {
    if (type == SQLITE_NULL) {
        if (!store_null(f, object)) detail::refuse_column(s, f, type);
        return;
    }
    if (f.type->memory == layout::mapped)
        return with_mapping(
            [&] {
                fill_mapped(f, object, [&](const field_access& inside, void* stored) {
                    read_any(v, type, inside, stored, s);
                });
            },
            [&](std::string_view why) { refuse(s, error_kind::invalid_value, why, f.name); });
    void* const to = writable(f, object);
    if (f.type->optional != nullptr && read_plain(v, type, *f.type, to)) return;
    bool fits = false;
    switch (f.type->stored) {
    case storage::boolean:
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::decimal:
    case storage::duration:
        fits = type == SQLITE_INTEGER && store_integer(*f.type, to, sqlite3_value_int64(v));
        break;
    case storage::float32:
    case storage::float64: fits = detail::read_real(v, type, *f.type, to); break;
    case storage::text:
        fits = type == SQLITE_TEXT && store_data(*f.type, to, detail::column_data(v, type, s));
        break;
    case storage::bytes:
        fits = type == SQLITE_BLOB && store_data(*f.type, to, detail::column_data(v, type, s));
        break;
    case storage::timestamp:
        if (type == SQLITE_TEXT)
            if (const auto t = read_stored_timestamp(detail::column_data(v, type, s)))
                fits = store_integer(*f.type, to, *t);
        break;
    case storage::date:
        if (type == SQLITE_TEXT)
            if (const auto d = read_date(detail::column_data(v, type, s)))
                fits = store_integer(*f.type, to, *d);
        break;
    case storage::uuid:
        if (type == SQLITE_TEXT)
            if (const auto u = parse_stored_uuid(detail::column_data(v, type, s)))
                fits = store_data(*f.type, to, {reinterpret_cast<const char*>(&*u), 16});
        break;
    default: // listed types, json and arrays
        if (type != SQLITE_TEXT) break;
        if (const auto* functions = functions_of(f.type->stored)) {
            fits = store_made(*f.type, to, functions->recall, detail::column_data(v, type, s));
            break;
        }
        try {
            const auto text = detail::column_data(v, type, s);
            if (f.type->stored == storage::json) f.type->text->read(to, text);
            else read_array_text(*f.type, to, text);
            fits = true;
        } catch (const access_fault& wrong) {
            refuse(s, error_kind::invalid_value, wrong.why, joined_path(f.name, wrong.path));
        }
    }
    if (!fits) detail::refuse_column(s, f, type);
}

/// Fills the fields of an object from a row; the field's place is the column's.
[[gnu::always_inline]] inline void read_row(sqlite3_stmt* row, std::span<const field_access> fields,
                                            void* object, const subject& s) {
    int i = 0;
    for (const auto& f : fields) read_column(row, i++, f, object, s);
}

} // namespace dataflow::driver::sqlite_
