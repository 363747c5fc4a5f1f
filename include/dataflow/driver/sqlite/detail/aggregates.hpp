// Aggregates that do what PostgreSQL's do: a sum fails only where it does not fit in the end, and a mean of
// real numbers is made in the same steps.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/functions_number.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <cmath>
#include <cstdint>

namespace dataflow::driver::sqlite_::detail {

/// A running sum; SQLite gives it as zeros.
struct sum_state {
    std::int64_t count;
    std::int64_t high; ///< whole numbers: the sum is high * 2^32 + low
    std::int64_t low;
    double real;
    bool has_real;
    int finer; ///< digits after the point that a mean of decimals has more than they
};

inline void refuse_inverse(sqlite3_context* to) {
    state_of(to).fail(
        to, {error_kind::database_error, "the window of a sum or a mean of real numbers does not move"});
}

inline void sum_step(sqlite3_context* to, int, sqlite3_value** arguments) {
    const int type = sqlite3_value_type(arguments[0]);
    if (type == SQLITE_NULL) return;
    auto* s = static_cast<sum_state*>(sqlite3_aggregate_context(to, sizeof(sum_state)));
    if (s == nullptr) return sqlite3_result_error_nomem(to);
    ++s->count;
    if (type == SQLITE_FLOAT) {
        const double x = sqlite3_value_double(arguments[0]);
        const double sum = s->has_real ? s->real + x : x;
        if (std::isinf(sum) && !std::isinf(s->real) && !std::isinf(x)) return fail_value(to, out_of_range);
        s->real = sum;
        s->has_real = true;
        return;
    }
    const std::int64_t n = sqlite3_value_int64(arguments[0]);
    s->high += n >> 32;
    s->low += n & 0xFFFF'FFFF;
    s->high += s->low >> 32; // so that neither part can overflow
    s->low &= 0xFFFF'FFFF;
}
/// Takes back what went in first, where a window moves on. The steps of real numbers cannot be taken back
/// exactly: windows of these use other functions (driver/sqlite/detail/moving.hpp).
inline void sum_inverse(sqlite3_context* to, int, sqlite3_value** arguments) {
    const int type = sqlite3_value_type(arguments[0]);
    if (type == SQLITE_NULL) return;
    auto* s = static_cast<sum_state*>(sqlite3_aggregate_context(to, sizeof(sum_state)));
    if (s == nullptr) return sqlite3_result_error_nomem(to);
    if (type == SQLITE_FLOAT) return refuse_inverse(to);
    --s->count;
    const std::int64_t n = sqlite3_value_int64(arguments[0]);
    s->high -= n >> 32;
    s->low -= n & 0xFFFF'FFFF;
    s->high += s->low >> 32;
    s->low &= 0xFFFF'FFFF;
}
inline void sum_final(sqlite3_context* to) {
    const auto* s = static_cast<const sum_state*>(sqlite3_aggregate_context(to, 0));
    if (s == nullptr || s->count == 0) return;
    if (s->has_real) return give_real(to, s->real);
    if (s->high < INT32_MIN || s->high > INT32_MAX) return fail_value(to, out_of_range);
    sqlite3_result_int64(to, s->high * 0x1'0000'0000 + s->low);
}

/// dataflow_decimal_avg(x, digits): the mean of scaled whole numbers with so many more digits, rounded half
/// away from zero.
inline void decimal_mean_step(sqlite3_context* to, int count, sqlite3_value** arguments) {
    const int type = sqlite3_value_type(arguments[0]);
    if (type == SQLITE_FLOAT) return fail_value(to, out_of_range);
    sum_step(to, count, arguments);
    if (auto* s = type == SQLITE_NULL
                      ? nullptr
                      : static_cast<sum_state*>(sqlite3_aggregate_context(to, sizeof(sum_state))))
        s->finer = sqlite3_value_int(arguments[1]);
}
inline void decimal_mean_final(sqlite3_context* to) {
    const auto* s = static_cast<const sum_state*>(sqlite3_aggregate_context(to, 0));
    if (s == nullptr || s->count == 0) return;
    using dataflow::detail::wide;
    const wide sum = static_cast<wide>(s->high) * 0x1'0000'0000 + s->low;
    // As many digits as a sum of 2^40 numbers allows; and a mean is never beyond its numbers.
    const auto mean = dataflow::detail::divided(sum * dataflow::detail::power_of_ten(s->finer), s->count,
                                                dataflow::detail::default_rounding);
    if (mean < INT64_MIN || mean > INT64_MAX) return fail_value(to, out_of_range);
    sqlite3_result_int64(to, static_cast<std::int64_t>(mean));
}

/// The steps of Youngs and Cramer, as PostgreSQL takes them; the sum of squares serves no mean, but where it
/// overflows there is an error on both databases.
struct mean_state {
    double count;
    double sum;
    double squares;
};

/// False where it overflows.
[[nodiscard]] inline bool add_to_mean(mean_state& s, double x) noexcept {
    const double before = s.count;
    const double sum_before = s.sum;
    s.count += 1;
    s.sum += x;
    if (before > 0) {
        const double part = x * s.count - s.sum;
        s.squares += part * part / (s.count * before);
        if (std::isinf(s.sum) || std::isinf(s.squares)) {
            if (!std::isinf(sum_before) && !std::isinf(x)) return false;
            s.squares = std::nan("");
        }
    } else if (std::isinf(x)) s.squares = std::nan("");
    return true;
}
inline void mean_step(sqlite3_context* to, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    auto* s = static_cast<mean_state*>(sqlite3_aggregate_context(to, sizeof(mean_state)));
    if (s == nullptr) return sqlite3_result_error_nomem(to);
    if (!add_to_mean(*s, sqlite3_value_double(arguments[0]))) fail_value(to, out_of_range);
}
inline void mean_final(sqlite3_context* to) {
    const auto* s = static_cast<const mean_state*>(sqlite3_aggregate_context(to, 0));
    if (s != nullptr && s->count > 0) give_real(to, s->sum / s->count);
}

inline void mean_inverse(sqlite3_context* to, int, sqlite3_value**) { refuse_inverse(to); }

} // namespace dataflow::driver::sqlite_::detail
