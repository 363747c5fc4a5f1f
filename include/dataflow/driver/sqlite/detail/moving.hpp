// Sums and means of real numbers over windows whose beginning moves. Steps of real numbers cannot be taken
// back exactly, so the values in the window are kept, and each result is made of them from the first to the
// last, as PostgreSQL does.
#pragma once

#include <dataflow/driver/sqlite/detail/aggregates.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace dataflow::driver::sqlite_::detail {

/// The values in a window, in the order in which they came; SQLite gives it as zeros. `items` is SQLite's
/// memory.
struct moving_values {
    double* items;
    std::size_t first;
    std::size_t end;
    std::size_t capacity;

    [[nodiscard]] bool add(double x) noexcept {
        if (end == capacity && first > capacity / 2) { // most of it is before the window
            std::memmove(items, items + first, (end - first) * sizeof(double));
            end -= first;
            first = 0;
        } else if (end == capacity) {
            const std::size_t wanted = capacity == 0 ? 64 : capacity * 2;
            auto* larger = static_cast<double*>(sqlite3_realloc64(items, wanted * sizeof(double)));
            if (larger == nullptr) return false;
            items = larger;
            capacity = wanted;
        }
        items[end++] = x;
        return true;
    }
};

inline void moving_step(sqlite3_context* to, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    auto* s = static_cast<moving_values*>(sqlite3_aggregate_context(to, sizeof(moving_values)));
    if (s == nullptr || !s->add(sqlite3_value_double(arguments[0]))) sqlite3_result_error_nomem(to);
}
inline void moving_inverse(sqlite3_context* to, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    auto* s = static_cast<moving_values*>(sqlite3_aggregate_context(to, sizeof(moving_values)));
    if (s != nullptr && s->first < s->end) ++s->first;
}
inline void moving_sum(sqlite3_context* to) {
    const auto* s = static_cast<const moving_values*>(sqlite3_aggregate_context(to, 0));
    if (s == nullptr || s->first == s->end) return;
    double sum = s->items[s->first];
    for (std::size_t i = s->first + 1; i < s->end; ++i) {
        const double before = sum;
        sum += s->items[i];
        if (std::isinf(sum) && !std::isinf(before) && !std::isinf(s->items[i]))
            return fail_value(to, out_of_range);
    }
    give_real(to, sum);
}
inline void moving_mean(sqlite3_context* to) {
    const auto* s = static_cast<const moving_values*>(sqlite3_aggregate_context(to, 0));
    if (s == nullptr || s->first == s->end) return;
    mean_state mean{};
    for (std::size_t i = s->first; i < s->end; ++i)
        if (!add_to_mean(mean, s->items[i])) return fail_value(to, out_of_range);
    give_real(to, mean.sum / mean.count);
}
/// The last call for a window: gives its value, and the memory back.
template <void (*Value)(sqlite3_context*)>
void moving_final(sqlite3_context* to) {
    Value(to);
    if (auto* s = static_cast<moving_values*>(sqlite3_aggregate_context(to, 0))) {
        sqlite3_free(s->items);
        *s = {};
    }
}

} // namespace dataflow::driver::sqlite_::detail
