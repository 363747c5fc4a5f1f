// The SQL functions that make JSON, and that change arrays.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/driver/sqlite/detail/json_functions.hpp>

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// dataflow_to_json(value, kind, ...): the JSON of which `dataflow_json` with the same arguments makes the
/// value; NULL for NULL. Fails for what the kind does not hold.
inline void to_json_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (count < 2 || any_null(count, arguments)) return;
    const text_argument argument{arguments[1]};
    const auto kind = argument.view();
    const auto type = sqlite3_value_type(arguments[0]);
    const auto refuse = [&] {
        state_of(to).fail(to, {error_kind::invalid_value, "a number is out of range"});
    };
    try {
        std::string out;
        json_::writer json{out};
        if (kind == "boolean") json.boolean(sqlite3_value_int(arguments[0]) != 0);
        else if (kind == "integer" || kind == "decimal") {
            const auto n = sqlite3_value_int64(arguments[0]);
            if (type != SQLITE_INTEGER) return refuse(); // an overflow
            if (kind == "decimal") {
                const int scale = count == 4 ? sqlite3_value_int(arguments[2]) : 0;
                if (count != 4 || !dataflow::detail::has_digits(n, sqlite3_value_int(arguments[3])))
                    return refuse();
                char text[dataflow::detail::decimal_text_size];
                json.number(
                    {text, static_cast<std::size_t>(dataflow::detail::write_decimal(text, n, scale))});
            } else {
                if (count == 5 &&
                    (n < sqlite3_value_int64(arguments[2]) || n > sqlite3_value_int64(arguments[3]) ||
                     n % sqlite3_value_int64(arguments[4]) != 0))
                    return refuse();
                json.integer(n);
            }
        } else if (kind == "real" || kind == "single") {
            const double x = sqlite3_value_double(arguments[0]);
            json.real(kind == "single" ? static_cast<double>(static_cast<float>(x)) : x);
        } else {
            const text_argument text{arguments[0]};
            if (text.data == nullptr) return sqlite3_result_error_nomem(to);
            json.text(text.view());
        }
        sqlite3_result_text64(to, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } catch (const access_fault& f) {
        state_of(to).fail(to, {error_kind::invalid_value, f.why});
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(to);
    }
}

/// dataflow_array_append(array, more): the elements of two JSON arrays, one after the other; NULL is as an
/// empty one.
inline void array_append_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return sqlite3_result_value(to, arguments[1]);
    const text_argument first{arguments[0]}, second{arguments[1]};
    if (first.data == nullptr || second.data == nullptr) return sqlite3_result_error_nomem(to);
    try {
        const auto inside = [](std::string_view array) { // both are checked arrays
            const auto from = array.find('[') + 1;
            const auto end = array.rfind(']');
            return array.find_first_not_of(" \t\r\n", from) == end ? std::string_view{}
                                                                   : array.substr(from, end - from);
        };
        const auto a = inside(first.view()), b = inside(second.view());
        std::string out{"["};
        out += a;
        if (!a.empty() && !b.empty()) out += ',';
        out += b;
        out += ']';
        sqlite3_result_text64(to, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(to);
    }
}

/// Whether two numbers of JSON are the same; with a scale from 0 on, as decimals.
[[nodiscard]] inline bool same_number(std::string_view a, std::string_view b, int scale) {
    std::int64_t m = 0, n = 0;
    if (scale >= 0)
        return scaled_number(a, scale, 18, false, m) && scaled_number(b, scale, 18, false, n) && m == n;
    const bool whole = scaled_number(a, 0, 19, true, m);
    if (whole && scaled_number(b, 0, 19, true, n)) return m == n;
    json_::reader left{a}, right{b};
    return left.real(true) == right.real(true);
}

/// dataflow_array_remove(array, one[, scale]): a JSON array without the elements that equal the first of
/// another one.
inline void array_remove_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const int scale = count > 2 ? sqlite3_value_int(arguments[2]) : -1;
    const text_argument given{arguments[1]};
    if (given.data == nullptr) return sqlite3_result_error_nomem(to);
    with_json(to, arguments[0], [&](json_::reader& from) {
        using json_::shape;
        json_::reader other{given.view()};
        other.open_array();
        if (!other.next_element()) return sqlite3_result_value(to, arguments[0]);
        const auto wanted = other.peek();
        const std::string value{wanted == shape::number ? other.number()
                                : wanted == shape::text ? other.text()
                                : other.boolean()       ? "t"
                                                        : "f"};
        std::string out;
        json_::writer json{out};
        json.open_array();
        from.open_array();
        steps taken{to};
        while (from.next_element()) {
            if (taken.stop(16)) return;
            const auto found = from.peek();
            if (found == shape::number) {
                const auto n = from.number();
                if (wanted == found && same_number(n, value, scale)) continue;
                json.element(), json.number(n);
            } else if (found == shape::text) {
                const auto t = from.text();
                if (wanted == found && t == value) continue;
                json.element(), json.text(t);
            } else if (found == shape::boolean) {
                const bool b = from.boolean();
                if (wanted == found && b == (value == "t")) continue;
                json.element(), json.boolean(b);
            } else if (found == shape::null) {
                from.null();
                json.element(), json.null();
            } else from.fail("an array inside of the array");
        }
        json.close_array();
        sqlite3_result_text64(to, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    });
}

} // namespace dataflow::driver::sqlite_::detail
