// Defaults as literals: of conditions and columns, in constant expressions as far as the compiler sees the
// values.
#pragma once

#include <dataflow/core/array_text.hpp>
#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/real_digits.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/writer.hpp>

#include <cfloat>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::rooms::sql::detail {

/// A real number as a literal: the shortest text that reads back as the same number.
constexpr void real_literal(writer& w, double x) {
    if (x > DBL_MAX || x < -DBL_MAX) {
        w << (x > 0 ? w.dialect().literals.infinity : w.dialect().literals.minus_infinity);
        return;
    }
    text digits;
    dataflow::detail::append_real(digits, x == 0 ? 0.0 : x); // -0 is stored as 0: its text would differ
    w << digits.view();
}

/// A decimal of `scale` digits after the point as a literal next to a column of `wanted` digits, no fewer.
constexpr void decimal_literal(writer& w, std::int64_t units, int scale, int wanted) {
    char text[dataflow::detail::decimal_text_size]{};
    if (!w.dialect().decimals_scaled) {
        const auto size = dataflow::detail::write_decimal(text, units, scale);
        w << std::string_view{text, static_cast<std::size_t>(size)};
    } else w.number(dataflow::detail::scaled_up(units, wanted - scale));
}

/// A default of JSON, an array, a UUID or a listed type as a literal: what only the running program can make.
inline void compound_literal(writer& w, const value& v) {
    if (const auto* functions = functions_of(v.stored)) {
        char made[longest_text];
        w.literal({made, functions->write(v.address(), made)});
        return;
    }
    std::string text;
    if (v.stored == storage::json) v.type->text->write(v.object, text);
    else append_array_text(text, v, w.dialect().arrays.native ? array_style::literal : array_style::json);
    w.literal(text);
    if (w.dialect().typed_values) (w << "::").type(v.stored);
}

/// A default as a literal. The values are the program's own, from its member initializers.
constexpr void default_literal(writer& w, const value& v) {
    switch (v.stored) {
    case storage::boolean: w << (v.integer != 0 ? w.dialect().literals.yes : w.dialect().literals.no); return;
    case storage::int16:
    case storage::int32: w.number(v.integer); return;
    case storage::duration:
    case storage::int64:
        // SQLite reads -9223372036854775808 as a real number.
        if (v.integer == INT64_MIN) w << "(-9223372036854775807 - 1)";
        else w.number(v.integer);
        return;
    case storage::float32:
    case storage::float64: real_literal(w, v.real); return;
    case storage::text: w.literal(v.text_view()); return;
    case storage::bytes: {
        w << w.dialect().literals.bytes.before;
        constexpr std::string_view digits = "0123456789abcdef";
        for (const char c : v.text_view()) {
            const auto b = static_cast<unsigned char>(c);
            w << digits.substr(b >> 4U, 1) << digits.substr(b & 15U, 1);
        }
        w << w.dialect().literals.bytes.after;
        return;
    }
    case storage::timestamp: {
        char text[timestamp_text_size]{};
        w.literal({text, write_timestamp(text, v.integer) ? timestamp_text_size : 0});
        return;
    }
    case storage::date: {
        char text[date_text_size]{};
        w.literal({text, write_date(text, v.integer) ? date_text_size : 0});
        return;
    }
    case storage::decimal: decimal_literal(w, v.integer, v.scale, v.scale); return;
    default: compound_literal(w, v);
    }
}

/// Whether an array or JSON value holds only what can be stored.
[[nodiscard]] inline bool can_be_written(const value& v) {
    try {
        std::string ignored;
        if (v.stored == storage::json) v.type->text->write(v.object, ignored);
        else append_array_text(ignored, v, array_style::json);
        return true;
    } catch (const access_fault&) {
        return false;
    }
}

/// False of a value of a kind with functions of its own that these cannot store.
[[nodiscard]] inline bool functions_write(const value& v) {
    const auto* functions = functions_of(v.stored);
    char made[longest_text];
    return functions == nullptr || functions->write(v.address(), made) != 0;
}

/// Whether a default is worth writing: the struct gives one, or what it gives is not the type's zero.
[[nodiscard]] constexpr bool has_default(const schema::column& c, const value& v) {
    if (c.key || c.managed_by != schema::managed::none || v.is_null()) return false;
    if (v.stored == storage::float32 || v.stored == storage::float64)
        if (v.real != v.real) return false; // NaN
    if (std::is_constant_evaluated()) {
        if (v.stored == storage::date && !is_storable_day(v.integer)) return false;
        if (v.stored == storage::timestamp && !is_storable_time(v.integer)) return false;
    } else if (!functions_write(v)) return false;
    if (v.stored == storage::duration && v.integer == INT64_MIN) return false;
    const type_info& type = stored_type(*c.type);
    if (type.memory == layout::enumeration && v.data == nullptr) return false;
    if (v.held == value::form::object && !can_be_written(v)) return false;
    if (c.given == schema::initializer::present) return true;
    if (v.stored == storage::json) return !v.type->text->is_initial(v.object);
    if (is_array(v.stored))
        return v.type->sequence->fixed == SIZE_MAX && v.type->sequence->size(v.object) != 0;
    if (!std::is_constant_evaluated())
        if (const auto* functions = functions_of(v.stored); functions != nullptr)
            return !functions->is_initial(v.address());
    switch (v.stored) {
    case storage::text:
        return type.memory == layout::enumeration ? v.text_view() != enumerator_name(type, 0) : v.size != 0;
    case storage::bytes: return v.size != 0;
    case storage::float32:
    case storage::float64: return v.real != 0;
    default: return v.integer != 0;
    }
}

/// The default of a column as a literal, where it has one: what a default-constructed record holds. A version
/// begins with 1, of rows that others insert, too.
inline void column_default(writer& w, const schema::column& c, const field_access& field,
                           const void* prototype) {
    if (c.managed_by == schema::managed::history) return;
    if (c.managed_by == schema::managed::version) {
        w.number(1);
        return;
    }
    const auto write = [&](const value& v) {
        if (has_default(c, v)) default_literal(w, v);
    };
    // The mapping of a type need not take the value that it has when nothing is given.
    if (const auto v = load(field, prototype); v.held == value::form::mapped)
        with_mapping([&] { with_stored(v, write); }, [](std::string_view) {});
    else write(v);
}

} // namespace dataflow::rooms::sql::detail
