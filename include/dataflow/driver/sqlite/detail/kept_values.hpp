// What a column of another form holds, in the form of the library: for the SQL functions, and for the results
// of statements written by hand.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>
#include <dataflow/sql/kept_form.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

inline constexpr double longest_exact = 1e15; ///< a real number has 15 decimal digits, and some of 16

/// A value as the library's own column would hold it.
struct own_value {
    enum class kind : std::uint8_t { as_it_is, integer, time, id, refused };

    kind held = kind::as_it_is;
    std::int64_t integer = 0; ///< of a time its microseconds, as everywhere in kept_times.hpp
    uuid id{};
    std::string_view why{}; ///< it is refused; constant data

    [[nodiscard]] static own_value of(std::int64_t n) noexcept {
        own_value out;
        out.held = kind::integer;
        out.integer = n;
        return out;
    }
    [[nodiscard]] static own_value refuse(std::string_view why) noexcept {
        own_value out;
        out.held = kind::refused;
        out.why = why;
        return out;
    }
};

[[nodiscard]] inline std::string_view text_of(sqlite3_value* v) noexcept {
    const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(v));
    return data == nullptr ? std::string_view{}
                           : std::string_view{data, static_cast<std::size_t>(sqlite3_value_bytes(v))};
}

[[nodiscard]] inline own_value read_kept_decimal(const sql::kept_form& k, sqlite3_value* v, int type) {
    const auto unit = dataflow::detail::powers_of_ten[k.scale];
    switch (type) {
    case SQLITE_INTEGER: {
        const auto n = static_cast<dataflow::detail::wide>(sqlite3_value_int64(v)) * unit;
        if (!dataflow::detail::has_digits(n, dataflow::detail::decimal_digits))
            return own_value::refuse("the column holds a number with more digits than the field");
        return own_value::of(static_cast<std::int64_t>(n));
    }
    case SQLITE_FLOAT: {
        const double x = sqlite3_value_double(v);
        const double scaled = x * static_cast<double>(unit);
        if (!(std::fabs(scaled) < longest_exact + 0.5))
            return own_value::refuse("the column holds a real number with more than 15 digits");
        // The nearest whole number: where the column holds one, it is less than a quarter away.
        const auto units = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
        if (static_cast<double>(units) / static_cast<double>(unit) != x)
            return own_value::refuse(
                "the column holds a real number with more digits after the point than the "
                "field");
        return own_value::of(units);
    }
    case SQLITE_TEXT: {
        std::int64_t units = 0;
        if (!dataflow::detail::read_decimal(text_of(v), dataflow::detail::decimal_digits, k.scale, units)
                 .empty())
            return own_value::refuse("the column holds a text that is no number of the field's digits");
        return own_value::of(units);
    }
    default: return own_value::refuse("the column holds bytes, not a number");
    }
}

[[nodiscard]] inline own_value read_kept_uuid(sqlite3_value* v, int type) {
    std::optional<uuid> id;
    if (type == SQLITE_BLOB && sqlite3_value_bytes(v) == 16) {
        id.emplace();
        std::memcpy(&*id, sqlite3_value_blob(v), 16);
    } else if (type == SQLITE_TEXT) {
        std::string text{text_of(v)};
        if (text.size() == 32)
            for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
        id = parse_uuid(text);
    }
    if (!id) return own_value::refuse("the column holds what is no UUID");
    own_value out;
    out.held = own_value::kind::id;
    out.id = *id;
    return out;
}

[[nodiscard]] inline own_value read_kept_time(const sql::kept_form& k, sqlite3_value* v, int type) {
    std::optional<std::int64_t> t;
    if (type == SQLITE_TEXT) t = read_time_text(text_of(v), k.stored);
    else if (type != SQLITE_BLOB) t = read_time_number(k, v);
    if (!t)
        return own_value::refuse(type == SQLITE_TEXT ? "the column holds a text that is no time of the field"
                                 : type == SQLITE_BLOB
                                     ? "the column holds bytes, not a time"
                                     : "the column holds a number that is no time of the field");
    if (!is_own_time(k.stored, *t))
        return own_value::refuse("the column holds a time outside the years 1 to 9999");
    auto out = own_value::of(*t);
    out.held = own_value::kind::time;
    return out;
}

/// A value that is not NULL. `type`: its type, asked before any text was made of it.
[[nodiscard]] inline own_value read_kept(const sql::kept_form& k, sqlite3_value* v, int type) {
    switch (k.how) {
    case sql::kept_as::as_sent: return {};
    case sql::kept_as::number:
    case sql::kept_as::number_text: return read_kept_decimal(k, v, type);
    case sql::kept_as::whole_real: {
        if (type == SQLITE_INTEGER) return {};
        const double x = sqlite3_value_double(v);
        if (type != SQLITE_FLOAT || x != std::trunc(x) || std::fabs(x) > longest_exact)
            return own_value::refuse("the column holds what is no whole number of up to 15 digits");
        return own_value::of(static_cast<std::int64_t>(x));
    }
    case sql::kept_as::real: {
        if (type != SQLITE_INTEGER && type != SQLITE_FLOAT)
            return own_value::refuse("the column holds what is no number");
        const double x = sqlite3_value_double(v);
        if (type == SQLITE_INTEGER && std::fabs(x) > 9007199254740992.0) // not all of them are real numbers
            return own_value::refuse("the column holds a whole number with more digits than a real one has");
        if (k.stored == storage::float32 && std::isfinite(x) &&
            static_cast<double>(static_cast<float>(x)) != x)
            return own_value::refuse("the column holds a number with more digits than a float has");
        return {};
    }
    case sql::kept_as::uuid_hex:
    case sql::kept_as::uuid_upper:
    case sql::kept_as::uuid_bytes: return read_kept_uuid(v, type);
    case sql::kept_as::boolean_text:
        if (type == SQLITE_INTEGER && (sqlite3_value_int64(v) & ~std::int64_t{1}) == 0) return {};
        if (type == SQLITE_TEXT)
            for (const auto& one : sql::known_booleans)
                if (text_of(v) == one.no || text_of(v) == one.yes)
                    return own_value::of(text_of(v) == one.yes);
        return own_value::refuse("the column holds what is neither true nor false");
    case sql::kept_as::json_text: return {};
    default: return read_kept_time(k, v, type);
    }
}

} // namespace dataflow::driver::sqlite_::detail
