// The SQL functions for JSON and arrays: exact where SQLite's own cut numbers to 15 digits or round them.
#pragma once

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/fault.hpp>
#include <dataflow/driver/sqlite/handles.hpp>
#include <dataflow/driver/sqlite/match.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// Whether the element that the reader stands at equals an SQL value; passes over it.
[[nodiscard]] inline bool element_equals(json_::reader& from, sqlite3_value* wanted, int type) {
    using json_::shape;
    const auto found = from.peek();
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

/// dataflow_has(array, value): whether a JSON array holds a value; 0 where either is NULL.
inline void has_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    const int type = sqlite3_value_type(arguments[1]);
    if (type == SQLITE_NULL || sqlite3_value_type(arguments[0]) == SQLITE_NULL) return sqlite3_result_int(to, 0);
    with_json(to, arguments[0], [&](json_::reader& from) {
        bool found = false;
        from.open_array();
        while (from.next_element()) {
            if (found) from.skip();
            else found = element_equals(from, arguments[1], type);
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
/// 'date' or 'uuid'; NULL for NULL and for JSON of another shape.
inline void json_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    with_json(to, arguments[0], [&](json_::reader& from) {
        using json_::shape;
        const auto kind = text_argument{arguments[1]}.view();
        const auto found = from.peek();
        if (kind == "boolean" && found == shape::boolean) return sqlite3_result_int(to, from.boolean() ? 1 : 0);
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
