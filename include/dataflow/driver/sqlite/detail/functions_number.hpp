// SQL functions of numbers, with PostgreSQL's meaning and its errors.
#pragma once

#include <dataflow/core/real_text.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <system_error>

namespace dataflow::driver::sqlite_::detail {

inline constexpr std::string_view out_of_range = "a number is out of range";
inline constexpr std::string_view no_such_power = "a power or a root that does not exist";

inline void fail_value(sqlite3_context* to, std::string_view why) {
    state_of(to).fail(to, {error_kind::invalid_value, why});
}

/// A real result that came from finite numbers.
inline void give_real(sqlite3_context* to, double x) {
    if (std::isnan(x)) return fail_value(to, "NaN cannot be stored in SQLite");
    sqlite3_result_double(to, x);
}

/// dataflow_add(a, b), dataflow_subtract, dataflow_multiply: of real numbers; an error where PostgreSQL has
/// one. By itself SQLite gives infinity for an overflow, 0 for an underflow, and NULL for what is no number.
template <char Sign>
void real_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const double a = sqlite3_value_double(arguments[0]);
    const double b = sqlite3_value_double(arguments[1]);
    const double x = Sign == '+' ? a + b : Sign == '-' ? a - b : a * b;
    if (std::isinf(x) && !std::isinf(a) && !std::isinf(b))
        return fail_value(to, "number out of range: overflow");
    if (Sign == '*' && x == 0 && a != 0 && b != 0) return fail_value(to, "number out of range: underflow");
    give_real(to, x);
}

/// dataflow_single(x): a number as a column of `float` holds it.
inline void single_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    if (sqlite3_value_type(arguments[0]) == SQLITE_INTEGER)
        return sqlite3_result_double(to, static_cast<float>(sqlite3_value_int64(arguments[0])));
    const double x = sqlite3_value_double(arguments[0]);
    // Infinite is what is nearer to 2^128 than to the greatest float.
    constexpr double beyond = 0x1.ffffffp127;
    if (std::fabs(x) >= beyond && !std::isinf(x)) return fail_value(to, "number out of range: overflow");
    const auto single = static_cast<float>(x);
    if (single == 0 && x != 0) return fail_value(to, "number out of range: underflow");
    sqlite3_result_double(to, static_cast<double>(single));
}

/// dataflow_sign(x): -1, 0 or 1.
inline void sign_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const double x = sqlite3_value_double(arguments[0]);
    sqlite3_result_int(to, x > 0 ? 1 : x < 0 ? -1 : 0);
}
inline void floor_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!any_null(count, arguments)) give_real(to, std::floor(sqlite3_value_double(arguments[0])));
}
inline void ceil_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!any_null(count, arguments)) give_real(to, std::ceil(sqlite3_value_double(arguments[0])));
}
inline void sqrt_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const double x = sqlite3_value_double(arguments[0]);
    if (x < 0) return fail_value(to, no_such_power);
    give_real(to, std::sqrt(x));
}

/// A finite number, written in the fewest digits that name it, rounded half away from zero after `places`
/// decimal places. False where the result is beyond the range of double.
[[nodiscard]] inline bool round_decimal(double x, std::int64_t places, double& out) noexcept {
    out = x;
    if (x == 0 || !std::isfinite(x)) return true;
    char text[40]; // such as "1.25e-07"
    const auto end = std::to_chars(text, text + sizeof text, std::fabs(x), std::chars_format::scientific).ptr;
    const auto* const e =
        static_cast<const char*>(std::memchr(text, 'e', static_cast<std::size_t>(end - text)));
    int exponent = 0;
    std::from_chars(e[1] == '+' ? e + 2 : e + 1, end, exponent);
    char digits[24];
    std::int64_t n = 0;
    for (const char* p = text; p != e; ++p)
        if (*p != '.') digits[n++] = *p;
    const std::int64_t kept = exponent + 1 + places;
    if (kept >= n) return true;
    if (kept < 0 || (kept == 0 && digits[0] < '5')) {
        out = 0;
        return true;
    }
    bool carry = digits[kept] >= '5';
    for (auto i = kept; carry && i-- > 0;) {
        carry = digits[i] == '9';
        digits[i] = carry ? '0' : static_cast<char>(digits[i] + 1);
    }
    // 0.ddd * 10^(exponent + 1), or 1.000 after a carry out of the first digit
    char result[48];
    char* at = result;
    *at++ = carry ? '1' : '0';
    *at++ = '.';
    for (std::int64_t i = 0; i < kept; ++i) *at++ = digits[i];
    *at++ = '0';
    *at++ = 'e';
    at = std::to_chars(at, result + sizeof result, exponent + 1).ptr;
    if (dataflow::detail::read_real(result, at, out).ec != std::errc{}) return false;
    if (x < 0) out = -out;
    return true;
}

/// dataflow_round(x, places)
inline void round_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    double rounded = 0;
    if (!round_decimal(sqlite3_value_double(arguments[0]), sqlite3_value_int64(arguments[1]), rounded))
        return fail_value(to, out_of_range);
    sqlite3_result_double(to, rounded);
}

/// dataflow_modulo(a, b): the rest of a division toward zero.
inline void modulo_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    for (int i = 0; i < 2; ++i) // what is beyond 64 bits is a real number
        if (sqlite3_value_type(arguments[i]) == SQLITE_FLOAT) return fail_value(to, "integer out of range");
    const std::int64_t a = sqlite3_value_int64(arguments[0]);
    const std::int64_t b = sqlite3_value_int64(arguments[1]);
    if (b == 0) return fail_value(to, "division by zero");
    sqlite3_result_int64(to, b == -1 ? 0 : a % b);
}

/// dataflow_power(x, y)
inline void power_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const double x = sqlite3_value_double(arguments[0]);
    const double y = sqlite3_value_double(arguments[1]);
    if ((x == 0 && y < 0) || (x < 0 && std::floor(y) != y)) return fail_value(to, no_such_power);
    const double result = std::pow(x, y);
    if (std::isfinite(x) && std::isfinite(y) && (std::isinf(result) || (result == 0 && x != 0)))
        return fail_value(to, out_of_range);
    give_real(to, result);
}

/// dataflow_whole_number(x, bits): x, cut toward zero, where it fits into a signed number of so many bits.
inline void whole_number_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const int bits = sqlite3_value_int(arguments[1]);
    std::int64_t n = 0;
    if (sqlite3_value_type(arguments[0]) == SQLITE_FLOAT) {
        const double x = std::trunc(sqlite3_value_double(arguments[0]));
        if (!(x >= -0x1p63 && x < 0x1p63)) return fail_value(to, out_of_range);
        n = static_cast<std::int64_t>(x);
    } else n = sqlite3_value_int64(arguments[0]);
    if (bits < 64) {
        const std::int64_t limit = std::int64_t{1} << (bits - 1);
        if (n < -limit || n >= limit) return fail_value(to, out_of_range);
    }
    sqlite3_result_int64(to, n);
}

[[nodiscard]] constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
[[nodiscard]] constexpr std::string_view without_spaces(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}
inline constexpr std::string_view unreadable = "a string cannot be read as the type that it is converted to";

/// What from_chars said of a whole text; false after an error has been told.
inline bool read_whole_text(sqlite3_context* to, std::from_chars_result read, std::string_view text) {
    if (read.ec == std::errc::result_out_of_range) return fail_value(to, out_of_range), false;
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return fail_value(to, unreadable), false;
    return true;
}

/// dataflow_text_to_whole(text): decimal digits, with a sign and spaces around.
inline void text_to_whole_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument given{arguments[0]};
    if (given.data == nullptr) return sqlite3_result_error_nomem(to);
    auto text = without_spaces(given.view());
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return fail_value(to, unreadable);
    }
    std::int64_t n = 0;
    if (read_whole_text(to, std::from_chars(text.data(), text.data() + text.size(), n), text))
        sqlite3_result_int64(to, n);
}

/// dataflow_text_to_real(text): a decimal number, with a sign, an exponent and spaces around.
inline void text_to_real_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument given{arguments[0]};
    if (given.data == nullptr) return sqlite3_result_error_nomem(to);
    auto text = without_spaces(given.view());
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || !((text[0] >= '0' && text[0] <= '9') || text[0] == '.'))
        return fail_value(to, unreadable);
    double x = 0;
    if (!read_whole_text(to, dataflow::detail::read_real(text.data(), text.data() + text.size(), x), text))
        return;
    // Not every library tells of a number too small for a double.
    if (x == 0 &&
        text.substr(0, text.find_first_of("eE")).find_first_of("123456789") != std::string_view::npos)
        return fail_value(to, out_of_range);
    sqlite3_result_double(to, negative ? -x : x);
}

/// Below, above or equal to zero, as `a` stands to `b`: both numbers, or both texts or bytes.
[[nodiscard]] inline int compare_values(sqlite3_value* a, sqlite3_value* b) {
    const int left = sqlite3_value_type(a);
    const int right = sqlite3_value_type(b);
    if (left == SQLITE_INTEGER && right == SQLITE_INTEGER) {
        const auto x = sqlite3_value_int64(a);
        const auto y = sqlite3_value_int64(b);
        return x < y ? -1 : x > y ? 1 : 0;
    }
    if (left <= SQLITE_FLOAT && right <= SQLITE_FLOAT) { // SQLITE_INTEGER is 1, SQLITE_FLOAT 2
        const auto x = sqlite3_value_double(a);
        const auto y = sqlite3_value_double(b);
        return x < y ? -1 : x > y ? 1 : 0;
    }
    const auto bytes = [](sqlite3_value* v) {
        const auto* data = static_cast<const char*>(sqlite3_value_blob(v));
        return std::string_view{data == nullptr ? "" : data,
                                static_cast<std::size_t>(sqlite3_value_bytes(v))};
    };
    return bytes(a).compare(bytes(b));
}

/// dataflow_greatest(...), dataflow_least(...): of those that are not NULL.
template <int Sign>
inline void extreme_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    sqlite3_value* found = nullptr;
    for (int i = 0; i < count; ++i)
        if (sqlite3_value_type(arguments[i]) != SQLITE_NULL &&
            (found == nullptr || compare_values(arguments[i], found) * Sign > 0))
            found = arguments[i];
    if (found != nullptr) sqlite3_result_value(to, found);
}

} // namespace dataflow::driver::sqlite_::detail
