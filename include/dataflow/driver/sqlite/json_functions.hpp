// The SQL functions for JSON and arrays: exact where SQLite's own cut numbers to 15 digits or round them.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/fault.hpp>
#include <dataflow/driver/sqlite/handles.hpp>
#include <dataflow/driver/sqlite/match.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>
#include <system_error>

namespace dataflow::driver::sqlite_::detail {

/// A number as a whole number of its last digits, `scale` of them after the point, rounded half away from zero; false
/// where it has more than 18 digits.
[[nodiscard]] inline bool scaled_number(std::string_view number, int scale, std::int64_t& out) {
    if (number.find_first_of("eE") != number.npos) { // written by hand: no more digits than a double has
        double x = 0;
        const auto ended = std::from_chars(number.data(), number.data() + number.size(), x);
        const double units = std::round(x * static_cast<double>(dataflow::detail::power_of_ten(scale)));
        if (ended.ec != std::errc{} || !(std::fabs(units) < 1e18)) return false;
        out = static_cast<std::int64_t>(units);
        return true;
    }
    const auto point = number.find('.');
    const auto kept = point == number.npos ? number.size() : std::min(number.size(), point + 1 + static_cast<std::size_t>(scale));
    const bool up = kept < number.size() && number[kept == point + 1 && scale == 0 ? point + 1 : kept] >= '5';
    const auto head = number.substr(0, kept == point + 1 ? point : kept);
    if (!dataflow::detail::read_decimal(head, 18, scale, out).empty()) return false;
    if (up) out += number.front() == '-' ? -1 : 1;
    return dataflow::detail::has_digits(out, 18);
}

/// Whether the element that the reader stands at equals an SQL value; passes over it. `scale`: of decimals, else -1.
[[nodiscard]] inline bool element_equals(json_::reader& from, sqlite3_value* wanted, int type, int scale) {
    using json_::shape;
    const auto found = from.peek();
    if (found == shape::number && scale >= 0) {
        std::int64_t units = 0;
        return scaled_number(from.number(), scale, units) && type == SQLITE_INTEGER && units == sqlite3_value_int64(wanted);
    }
    if (found == shape::boolean && type == SQLITE_INTEGER) return sqlite3_value_int64(wanted) == (from.boolean() ? 1 : 0);
    if (found == shape::number && type == SQLITE_INTEGER && from.is_integer())
        return from.integer(INT64_MIN, INT64_MAX) == sqlite3_value_int64(wanted);
    if (found == shape::number && type == SQLITE_FLOAT) return from.real(true) == sqlite3_value_double(wanted);
    if (found == shape::text && type == SQLITE_TEXT) return from.text() == text_argument{wanted}.view();
    from.skip();
    return false;
}

/// Runs a function that reads JSON; what is no JSON fails the statement.
template <class Work>
void with_json(sqlite3_context* to, sqlite3_value* argument, Work work) {
    const text_argument text{argument};
    if (text.data == nullptr) return sqlite3_result_error_nomem(to);
    try {
        json_::reader from{text.view()};
        work(from);
    } catch (const access_fault& f) {
        state_of(to).fail(to, {error_kind::invalid_value, f.why});
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(to);
    }
}

/// dataflow_has(array, value[, scale]): whether a JSON array holds a value; 0 where either is NULL. With a scale, the value
/// is a decimal's whole number.
inline void has_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    const int scale = count > 2 ? sqlite3_value_int(arguments[2]) : -1;
    const int type = sqlite3_value_type(arguments[1]);
    if (type == SQLITE_NULL || sqlite3_value_type(arguments[0]) == SQLITE_NULL) return sqlite3_result_int(to, 0);
    with_json(to, arguments[0], [&](json_::reader& from) {
        bool found = false;
        from.open_array();
        while (from.next_element()) {
            if (found) from.skip();
            else found = element_equals(from, arguments[1], type, scale);
        }
        sqlite3_result_int(to, found ? 1 : 0);
    });
}

/// Gives the reader's text in a canonical form; fails where it has none.
inline void canonical_text(sqlite3_context* to, json_::reader& from, std::string_view kind) {
    const auto text = from.text();
    char scratch[uuid_text_size];
    const auto give = [&](bool good, std::size_t size, std::string_view problem) {
        if (!good) return state_of(to).fail(to, {error_kind::invalid_value, problem});
        sqlite3_result_text64(to, scratch, size, SQLITE_TRANSIENT, SQLITE_UTF8);
    };
    if (kind == "timestamp") {
        const auto t = read_timestamp(text);
        return give(t && write_timestamp(scratch, *t), timestamp_text_size, "the JSON holds a text that is no time");
    }
    if (kind == "date") {
        const auto d = read_date(text);
        return give(d && write_date(scratch, *d), date_text_size, "the JSON holds a text that is no date");
    }
    if (kind == "uuid") {
        const auto u = parse_uuid(text);
        if (u) write_uuid(scratch, &*u);
        return give(u.has_value(), uuid_text_size, "the JSON holds a text that is no UUID");
    }
    sqlite3_result_text64(to, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// dataflow_json(json, kind): the value of a JSON text as SQL has it: a 'boolean', 'integer', 'real', 'text', 'timestamp',
/// 'date' or 'uuid'; NULL for NULL and for JSON of another shape. dataflow_json(json, 'decimal', scale): a whole number of
/// its last digits.
inline void json_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    with_json(to, arguments[0], [&](json_::reader& from) {
        using json_::shape;
        const auto kind = text_argument{arguments[1]}.view();
        const auto found = from.peek();
        if (kind == "boolean" && found == shape::boolean) return sqlite3_result_int(to, from.boolean() ? 1 : 0);
        if (count > 2) {
            if (found != shape::number) return;
            std::int64_t units = 0;
            if (scaled_number(from.number(), sqlite3_value_int(arguments[2]), units)) return sqlite3_result_int64(to, units);
            return state_of(to).fail(to, {error_kind::invalid_value, "a number is out of range"});
        }
        const bool whole = kind == "integer";
        if ((whole || kind == "real") && found == shape::number) {
            if (whole && from.is_integer()) return sqlite3_result_int64(to, from.integer(INT64_MIN, INT64_MAX));
            const double x = from.real(true);
            if (!whole) return sqlite3_result_double(to, x);
            const double rounded = std::round(x);
            if (!(std::fabs(rounded) < 9.2e18)) return state_of(to).fail(to, {error_kind::invalid_value, "integer out of range"});
            return sqlite3_result_int64(to, static_cast<std::int64_t>(rounded));
        }
        if (!whole && kind != "real" && kind != "boolean" && found == shape::text) canonical_text(to, from, kind);
    });
}

} // namespace dataflow::driver::sqlite_::detail
