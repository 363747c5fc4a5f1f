// The SQL functions for JSON and arrays: exact where SQLite's own cut numbers to 15 digits or round them.
#pragma once

#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/real_text.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string_view>
#include <system_error>

namespace dataflow::driver::sqlite_::detail {

/// A JSON number as a whole number of its last digits, `scale` of them after the point; false where it has
/// more than `digits` of them. Further ones are rounded half away from zero, or (`exact`) refused.
[[nodiscard]] inline bool scaled_number(std::string_view number, int scale, int digits, bool exact,
                                        std::int64_t& out) {
    return dataflow::detail::scale_number(dataflow::detail::split_number(number), scale, exact, out) ==
               dataflow::detail::number_fault::none &&
           (digits > 18 || dataflow::detail::has_digits(out, digits));
}

/// A JSON number as a real number, or one of 32 bits; false beyond their ranges, where PostgreSQL has no
/// value, either.
[[nodiscard]] inline bool real_number(std::string_view number, bool single, double& out) {
    if (dataflow::detail::read_real(number.data(), number.data() + number.size(), out).ec != std::errc{})
        return false;
    if (!single) return true;
    const bool zero = out == 0;
    out = static_cast<double>(static_cast<float>(out));
    return std::isfinite(out) && (out == 0) == zero;
}

/// Whether the element that the reader stands at equals an SQL value; passes over it. `scale`: of decimals,
/// else -1.
[[nodiscard]] inline bool element_equals(json_::reader& from, sqlite3_value* wanted, int type, int scale) {
    using json_::shape;
    const auto found = from.peek();
    if (found == shape::number && scale >= 0) {
        std::int64_t units = 0;
        return scaled_number(from.number(), scale, 18, false, units) && type == SQLITE_INTEGER &&
               units == sqlite3_value_int64(wanted);
    }
    if (found == shape::boolean && type == SQLITE_INTEGER)
        return sqlite3_value_int64(wanted) == (from.boolean() ? 1 : 0);
    if (found == shape::number && type == SQLITE_INTEGER) {
        std::int64_t n = 0;
        return scaled_number(from.number(), 0, 19, true, n) && n == sqlite3_value_int64(wanted);
    }
    if (found == shape::number && type == SQLITE_FLOAT)
        return from.real(true) == sqlite3_value_double(wanted);
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

/// dataflow_has(array, value[, scale]): whether a JSON array holds a value; 0 where either is NULL. With a
/// scale, the value is a decimal's whole number.
inline void has_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    const int scale = count > 2 ? sqlite3_value_int(arguments[2]) : -1;
    const int type = sqlite3_value_type(arguments[1]);
    if (type == SQLITE_NULL || sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return sqlite3_result_int(to, 0);
    with_json(to, arguments[0], [&](json_::reader& from) {
        bool found = false;
        steps taken{to};
        from.open_array();
        while (from.next_element()) {
            if (taken.stop(16)) return;
            if (found) from.skip();
            else found = element_equals(from, arguments[1], type, scale);
        }
        sqlite3_result_int(to, found ? 1 : 0);
    });
}

/// Whether PostgreSQL is asked for a time, too: offsets up to 15 hours, and none that could lead out of the
/// years 1 to 9999.
[[nodiscard]] inline bool is_common_time(std::string_view text) {
    const auto sign = text.find_first_of("+-", date_text_size);
    if (sign == text.npos) return true;
    return text.substr(sign + 1, 2) < "16" && !text.starts_with("0001-01-01") &&
           !text.starts_with("9999-12-31");
}

/// Gives the reader's text in a canonical form; NULL where it has none.
inline void canonical_text(sqlite3_context* to, json_::reader& from, std::string_view kind) {
    const auto text = from.text();
    for (std::size_t i = 0; i < kind_count; ++i) {
        const auto* functions = functions_of(kind_at(i));
        if (functions == nullptr || facts_of(kind_at(i)).word != kind) continue;
        alignas(std::max_align_t) char held[UINT8_MAX];
        char made[longest_text];
        if (!functions->parse(text, held) || (kind_at(i) == storage::timestamp && !is_common_time(text)))
            return;
        if (const auto size = functions->write(held, made); size != 0)
            sqlite3_result_text64(to, made, size, SQLITE_TRANSIENT, SQLITE_UTF8);
        return;
    }
    if (kind == "text") sqlite3_result_text64(to, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// dataflow_json(json, kind): the value of a JSON text as SQL has it: a 'boolean', 'integer', 'real',
/// 'single', 'text' or a kind of the registry (`type_facts::word`); NULL for NULL and for what is no value of
/// the kind. dataflow_json(json, 'integer', low, high, step): a multiple of step, from low to high.
/// dataflow_json(json, 'decimal', scale, digits): a whole number of its last digits.
inline void json_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (count < 2 || any_null(count, arguments)) return;
    with_json(to, arguments[0], [&](json_::reader& from) {
        using json_::shape;
        const text_argument argument{arguments[1]};
        const auto kind = argument.view();
        const auto found = from.peek();
        if (found == shape::boolean && kind == "boolean")
            return sqlite3_result_int(to, from.boolean() ? 1 : 0);
        if (found == shape::text) return canonical_text(to, from, kind);
        if (found != shape::number) return;
        const auto number = from.number();
        std::int64_t n = 0;
        double x = 0;
        if (kind == "decimal" && count == 4) {
            if (scaled_number(number, sqlite3_value_int(arguments[2]), sqlite3_value_int(arguments[3]), false,
                              n))
                sqlite3_result_int64(to, n);
        } else if (kind == "integer") {
            if (!scaled_number(number, 0, 19, true, n)) return;
            if (count == 5 &&
                (n < sqlite3_value_int64(arguments[2]) || n > sqlite3_value_int64(arguments[3]) ||
                 n % sqlite3_value_int64(arguments[4]) != 0))
                return;
            sqlite3_result_int64(to, n);
        } else if (kind == "real" || kind == "single") {
            if (real_number(number, kind == "single", x)) sqlite3_result_double(to, x);
        }
    });
}

} // namespace dataflow::driver::sqlite_::detail
