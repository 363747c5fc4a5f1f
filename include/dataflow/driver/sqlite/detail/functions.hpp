// The SQL functions that make SQLite do what PostgreSQL does.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/driver/sqlite/detail/aggregates.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/functions_exact.hpp>
#include <dataflow/driver/sqlite/detail/functions_number.hpp>
#include <dataflow/driver/sqlite/detail/functions_text.hpp>
#include <dataflow/driver/sqlite/detail/functions_time.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/json_changes.hpp>
#include <dataflow/driver/sqlite/detail/json_functions.hpp>
#include <dataflow/driver/sqlite/detail/kept_forms.hpp>
#include <dataflow/driver/sqlite/detail/kept_shapes.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>
#include <dataflow/driver/sqlite/detail/moving.hpp>
#include <dataflow/driver/sqlite/detail/string_agg.hpp>
#include <dataflow/driver/sqlite/detail/vector_functions.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::driver::sqlite_ {

/// The type under which a counter is bound by sqlite3_bind_pointer.
inline constexpr const char* tick_pointer = "dataflow_tick";

namespace detail {

/// dataflow_prefix_end(text): the least text, by bytes, that is greater than all that start with the
/// argument; a BLOB without bytes, which is greater than any text, where there is none.
inline void prefix_end_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const text_argument prefix{arguments[0]};
    if (prefix.data == nullptr) return sqlite3_result_error_nomem(to);
    std::size_t size = prefix.size;
    while (size != 0 && static_cast<unsigned char>(prefix.data[size - 1]) == 0xFF) --size;
    if (size == 0) return sqlite3_result_blob(to, "", 0, SQLITE_STATIC);
    auto* bound = static_cast<char*>(sqlite3_malloc64(size));
    if (bound == nullptr) return sqlite3_result_error_nomem(to);
    for (std::size_t i = 0; i < size; ++i) bound[i] = prefix.data[i];
    bound[size - 1] = static_cast<char>(static_cast<unsigned char>(bound[size - 1]) + 1);
    sqlite3_result_text64(to, bound, size, sqlite3_free, SQLITE_UTF8);
}

/// dataflow_divide(a, b): whole numbers are divided toward zero, others as real numbers; an error
/// where PostgreSQL has one: division by zero, overflow, underflow.
inline void divide_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const auto fail = [&](std::string_view why) { state_of(to).fail(to, {error_kind::invalid_value, why}); };
    const int left = sqlite3_value_numeric_type(arguments[0]);
    const int right = sqlite3_value_numeric_type(arguments[1]);
    const auto is_number = [](int type) { return type == SQLITE_INTEGER || type == SQLITE_FLOAT; };
    if (!is_number(left) || !is_number(right)) return fail("only numbers can be divided");
    if (left == SQLITE_INTEGER && right == SQLITE_INTEGER) {
        const std::int64_t a = sqlite3_value_int64(arguments[0]);
        const std::int64_t b = sqlite3_value_int64(arguments[1]);
        if (b == 0) return fail("division by zero");
        if (a == INT64_MIN && b == -1) return fail("integer out of range");
        return sqlite3_result_int64(to, a / b);
    }
    const double a = sqlite3_value_double(arguments[0]);
    const double b = sqlite3_value_double(arguments[1]);
    if (b == 0) return fail("division by zero");
    const double quotient = a / b;
    if (std::isnan(quotient)) return fail("NaN cannot be stored in SQLite");
    if (std::isinf(quotient) && !std::isinf(a)) return fail("number out of range: overflow");
    if (quotient == 0 && a != 0 && !std::isinf(b)) return fail("number out of range: underflow");
    sqlite3_result_double(to, quotient);
}

/// dataflow_whole(x): x; an error where it is a real number, which is what SQLite makes of whole numbers
/// beyond 64 bits.
inline void whole_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_FLOAT)
        return state_of(to).fail(to, {error_kind::invalid_value, "integer out of range"});
    sqlite3_result_value(to, arguments[0]);
}

/// dataflow_decimal(a, digits of a after the point, op, b, digits of b, digits of the result, of these after
/// the point): arithmetic of decimals, which are held as whole numbers; rounded half away from zero.
inline void decimal_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    const auto fail = [&](std::string_view why) { state_of(to).fail(to, {error_kind::invalid_value, why}); };
    for (const int i : {0, 3})
        if (sqlite3_value_type(arguments[i]) != SQLITE_INTEGER) return fail("a number is out of range");
    const auto* sign = sqlite3_value_text(arguments[2]);
    if (sign == nullptr) return sqlite3_result_error_nomem(to);
    using op = dataflow::detail::decimal_op;
    const op what = *sign == '+'   ? op::add
                    : *sign == '-' ? op::subtract
                    : *sign == '*' ? op::multiply
                                   : op::divide;
    const auto out = dataflow::detail::decimal_compute(
        what, sqlite3_value_int64(arguments[0]), sqlite3_value_int(arguments[1]),
        sqlite3_value_int64(arguments[3]), sqlite3_value_int(arguments[4]), sqlite3_value_int(arguments[5]),
        sqlite3_value_int(arguments[6]), dataflow::detail::default_rounding);
    if (!out.problem.empty()) return fail(out.problem);
    sqlite3_result_int64(to, out.units);
}

/// dataflow_wide(x, digits): x * 10^digits as 16 bytes that are ordered as the numbers are: decimals of
/// different digits are compared in this form.
inline void wide_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    if (sqlite3_value_type(arguments[0]) != SQLITE_INTEGER)
        return state_of(to).fail(to, {error_kind::invalid_value, "a number is out of range"});
    const auto number =
        sqlite3_value_int64(arguments[0]) * dataflow::detail::power_of_ten(sqlite3_value_int(arguments[1]));
    unsigned char bytes[16];
    for (unsigned i = 0; i < 16; ++i) bytes[i] = static_cast<unsigned char>(number >> (120 - 8 * i) & 255);
    bytes[0] = static_cast<unsigned char>(bytes[0] ^ 128U); // negative ones come first
    sqlite3_result_blob(to, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

/// dataflow_tick(pointer): adds one to the bound number; gives 1.
inline void tick_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    auto* number = static_cast<std::int64_t*>(sqlite3_value_pointer(arguments[0], tick_pointer));
    if (number == nullptr)
        return state_of(to).fail(to, {error_kind::database_error, "dataflow_tick() needs a counter"});
    ++*number;
    sqlite3_result_int(to, 1);
}

} // namespace detail

/// Registers the functions with a connection; gives SQLite's result code. `state` must outlive it.
[[nodiscard]] inline int register_functions(sqlite3* db, callback_state& state) {
    constexpr int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    constexpr int direct = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    using body = void (*)(sqlite3_context*, int, sqlite3_value**);
    const auto add = [&](const char* name, int arguments, int flags, body run) {
        return sqlite3_create_function_v2(db, name, arguments, flags, &state, run, nullptr, nullptr, nullptr);
    };
    int code = add("dataflow_prefix_end", 1, pure, detail::prefix_end_function);
    if (code == SQLITE_OK) code = add("dataflow_divide", 2, pure, detail::divide_function);
    if (code == SQLITE_OK) code = add("dataflow_whole", 1, pure, detail::whole_function);
    if (code == SQLITE_OK) code = add("dataflow_decimal", 7, pure, detail::decimal_function);
    if (code == SQLITE_OK) code = add("dataflow_wide", 2, pure, detail::wide_function);
    if (code == SQLITE_OK) code = add("dataflow_matches", 2, pure, detail::matches_function);
    if (code == SQLITE_OK) code = add("dataflow_like", 2, pure, detail::exact_like_function);
    if (code == SQLITE_OK) code = add("dataflow_plain_pattern", 1, pure, detail::plain_pattern_function);
    if (code == SQLITE_OK) code = add("dataflow_ilike", 2, pure, detail::ilike_function);
    if (code == SQLITE_OK) code = add("dataflow_has", 2, pure, detail::has_function);
    if (code == SQLITE_OK) code = add("dataflow_has", 3, pure, detail::has_function);
    if (code == SQLITE_OK) code = add("dataflow_json", -1, pure, detail::json_function);
    if (code == SQLITE_OK) code = add("dataflow_array_append", 2, pure, detail::array_append_function);
    if (code == SQLITE_OK) code = add("dataflow_array_remove", 2, pure, detail::array_remove_function);
    if (code == SQLITE_OK) code = add("dataflow_array_remove", 3, pure, detail::array_remove_function);
    if (code == SQLITE_OK) code = add("dataflow_to_json", -1, pure, detail::to_json_function);
    if (code == SQLITE_OK) code = add("dataflow_tick", 1, direct, detail::tick_function);
    // What query/functions_*.hpp, query/conditional.hpp, query/cast.hpp and sql/similar.hpp call; -1: any
    // number of arguments.
    struct entry {
        const char* name;
        int arguments;
        body run;
    };
    static constexpr entry functions[] = {
        {"dataflow_read", 2, detail::kept_read_function},
        {"dataflow_store", 2, detail::kept_store_function},
        {"dataflow_beside", 2, detail::kept_beside_function},
        {"dataflow_low", 2, detail::kept_end_function<-1>},
        {"dataflow_high", 2, detail::kept_end_function<1>},
        {"dataflow_number", 2, detail::number_function},
        {"dataflow_misfit", 2, detail::kept_misfit_function},
        {"dataflow_shape", 2, detail::shape_function},
        {"dataflow_add", 2, detail::real_function<'+'>},
        {"dataflow_subtract", 2, detail::real_function<'-'>},
        {"dataflow_multiply", 2, detail::real_function<'*'>},
        {"dataflow_single", 1, detail::single_function},
        {"dataflow_sign", 1, detail::sign_function},
        {"dataflow_floor", 1, detail::floor_function},
        {"dataflow_ceil", 1, detail::ceil_function},
        {"dataflow_round", 2, detail::round_function},
        {"dataflow_modulo", 2, detail::modulo_function},
        {"dataflow_power", 2, detail::power_function},
        {"dataflow_sqrt", 1, detail::sqrt_function},
        {"dataflow_whole_number", 2, detail::whole_number_function},
        {"dataflow_text_to_whole", 1, detail::text_to_whole_function},
        {"dataflow_text_to_real", 1, detail::text_to_real_function},
        {"dataflow_text_to_decimal", 3, detail::text_to_decimal_function},
        {"dataflow_decimal_as", 4, detail::decimal_as_function},
        {"dataflow_decimal_round", 5, detail::decimal_round_function},
        {"dataflow_decimal_to_text", 3, detail::decimal_to_text_function},
        {"dataflow_decimal_to_real", 2, detail::decimal_to_real_function},
        {"dataflow_greatest", -1, detail::extreme_function<1>},
        {"dataflow_least", -1, detail::extreme_function<-1>},
        {"dataflow_lower", 1, detail::case_function<'A', 'a' - 'A'>},
        {"dataflow_upper", 1, detail::case_function<'a', 'A' - 'a'>},
        {"dataflow_substring", 2, detail::substring_function},
        {"dataflow_substring", 3, detail::substring_function},
        {"dataflow_left", 2, detail::left_function},
        {"dataflow_right", 2, detail::right_function},
        {"dataflow_replace", 3, detail::replace_function},
        {"dataflow_starts_with", 2, detail::affix_function<false>},
        {"dataflow_ends_with", 2, detail::affix_function<true>},
        {"dataflow_time_part", 2, detail::time_part_function},
        {"dataflow_truncate", 2, detail::truncate_function},
        {"dataflow_time_add", 3, detail::time_add_function},
        {"dataflow_time_difference", 2, detail::time_difference_function},
        {"dataflow_cosine_distance", 3, detail::similarity_function<detail::cosine_distance_work>},
        {"dataflow_cosine_similarity", 3, detail::similarity_function<detail::cosine_work>},
        {"dataflow_l2_distance", 3, detail::similarity_function<detail::l2_distance_work>},
        {"dataflow_inner_product", 3, detail::similarity_function<detail::inner_product_work>},
    };
    for (const auto& f : functions)
        if (code == SQLITE_OK) code = add(f.name, f.arguments, pure, f.run);
    const auto gather = [&](const char* name, int arguments, body step, void (*final)(sqlite3_context*),
                            body inverse) {
        return sqlite3_create_window_function(db, name, arguments, pure, &state, step, final, final, inverse,
                                              nullptr);
    };
    if (code == SQLITE_OK)
        code = gather("dataflow_sum", 1, detail::sum_step, detail::sum_final, detail::sum_inverse);
    if (code == SQLITE_OK)
        code = gather("dataflow_avg", 1, detail::mean_step, detail::mean_final, detail::mean_inverse);
    if (code == SQLITE_OK)
        code = gather("dataflow_decimal_avg", 2, detail::decimal_mean_step, detail::decimal_mean_final,
                      detail::sum_inverse);
    if (code == SQLITE_OK)
        code = sqlite3_create_function_v2(db, "dataflow_string_agg", -1, pure, &state, nullptr,
                                          detail::string_agg_step, detail::string_agg_final, nullptr);
    const auto move = [&](const char* name, void (*value)(sqlite3_context*),
                          void (*final)(sqlite3_context*)) {
        return sqlite3_create_window_function(db, name, 1, pure, &state, detail::moving_step, final, value,
                                              detail::moving_inverse, nullptr);
    };
    if (code == SQLITE_OK)
        code = move("dataflow_moving_sum", detail::moving_sum, detail::moving_final<detail::moving_sum>);
    if (code == SQLITE_OK)
        code = move("dataflow_moving_avg", detail::moving_mean, detail::moving_final<detail::moving_mean>);
    return code;
}

/// Puts the library's own LIKE in the place of SQLite's. It minds the case but cannot use an index, so
/// it is only for builds of SQLite that do not know PRAGMA case_sensitive_like.
[[nodiscard]] inline int replace_like(sqlite3* db, callback_state& state) {
    constexpr int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    for (const int arguments : {2, 3})
        if (const int code = sqlite3_create_function_v2(db, "like", arguments, pure, &state,
                                                        detail::like_function, nullptr, nullptr, nullptr);
            code != SQLITE_OK)
            return code;
    return SQLITE_OK;
}

} // namespace dataflow::driver::sqlite_
