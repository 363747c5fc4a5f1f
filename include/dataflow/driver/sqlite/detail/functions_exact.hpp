// SQL functions of decimals, which are held as whole numbers of their last digits.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/number_text.hpp>
#include <dataflow/core/real_text.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/functions_number.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>

#include <cstdint>

namespace dataflow::driver::sqlite_::detail {

/// Whether an argument is a decimal, or there is nothing more to do.
[[nodiscard]] inline bool is_decimal_argument(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return false;
    if (sqlite3_value_type(arguments[0]) == SQLITE_INTEGER) return true;
    fail_value(to, out_of_range);
    return false;
}

/// dataflow_decimal_as(x, digits, digits after the point, those of x): rounded half away from zero.
inline void decimal_as_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!is_decimal_argument(to, count, arguments)) return;
    dataflow::detail::wide x = sqlite3_value_int64(arguments[0]);
    if (!dataflow::detail::rescale(x, sqlite3_value_int(arguments[3]), sqlite3_value_int(arguments[2]),
                                   dataflow::detail::default_rounding) ||
        !dataflow::detail::has_digits(x, sqlite3_value_int(arguments[1])))
        return fail_value(to, out_of_range);
    sqlite3_result_int64(to, static_cast<std::int64_t>(x));
}

/// dataflow_decimal_round(x, places, digits of the result, digits after the point of both, which rounding)
inline void decimal_round_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!is_decimal_argument(to, count, arguments)) return;
    dataflow::detail::wide x = sqlite3_value_int64(arguments[0]);
    const int dropped = sqlite3_value_int(arguments[3]) - sqlite3_value_int(arguments[1]); // at most 37
    if (dropped > 0) {
        x = dataflow::detail::divided(x, dataflow::detail::power_of_ten(dropped),
                                      static_cast<rounding>(sqlite3_value_int(arguments[4])));
        if (!dataflow::detail::multiply_up(x, dropped)) return fail_value(to, out_of_range);
    }
    if (!dataflow::detail::has_digits(x, sqlite3_value_int(arguments[2])))
        return fail_value(to, out_of_range);
    sqlite3_result_int64(to, static_cast<std::int64_t>(x));
}

/// dataflow_decimal_to_text(x, digits, digits after the point)
inline void decimal_to_text_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!is_decimal_argument(to, count, arguments)) return;
    char text[dataflow::detail::decimal_text_size];
    const int size = dataflow::detail::write_decimal(text, sqlite3_value_int64(arguments[0]),
                                                     sqlite3_value_int(arguments[2]));
    sqlite3_result_text(to, text, size, SQLITE_TRANSIENT);
}

/// dataflow_text_to_decimal(text, digits, digits after the point): with spaces around; rounded half away from
/// zero.
inline void text_to_decimal_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    using dataflow::detail::number_fault;
    if (any_null(count, arguments)) return;
    const text_argument given{arguments[0]};
    if (given.data == nullptr) return sqlite3_result_error_nomem(to);
    const auto number = dataflow::detail::split_number(without_spaces(given.view()));
    if (!number.valid) return fail_value(to, unreadable);
    std::int64_t units = 0;
    if (dataflow::detail::scale_number(number, sqlite3_value_int(arguments[2]), false, units) !=
            number_fault::none ||
        !dataflow::detail::has_digits(units, sqlite3_value_int(arguments[1])))
        return fail_value(to, out_of_range);
    sqlite3_result_int64(to, units);
}

/// dataflow_decimal_to_real(x, digits after the point): the nearest.
inline void decimal_to_real_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (!is_decimal_argument(to, count, arguments)) return;
    char text[dataflow::detail::decimal_text_size];
    const int size = dataflow::detail::write_decimal(text, sqlite3_value_int64(arguments[0]),
                                                     sqlite3_value_int(arguments[1]));
    double x = 0;
    static_cast<void>(dataflow::detail::read_real(text, text + size, x));
    sqlite3_result_double(to, x);
}

} // namespace dataflow::driver::sqlite_::detail
