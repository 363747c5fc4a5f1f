// How alike two vectors are: arrays of numbers, as JSON texts. Computed as PostgreSQL does it: as double, in
// order, with its errors for what is out of range.
#pragma once

#include <dataflow/core/json_text.hpp>
#include <dataflow/core/real_text.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>
#include <dataflow/driver/sqlite/detail/vector_text.hpp>

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace dataflow::driver::sqlite_::detail {

/// Arithmetic that fails where PostgreSQL's does. Of floats, all results are in a double's range, and
/// products exact.
template <bool Floats>
struct checked {
    [[nodiscard]] static double product(double a, double b) { return Floats ? a * b : rounded(a, b); }
    [[nodiscard]] static double rounded(double a, double b) {
        double out = a * b;
        __asm__("" : "+m"(out)); // not to be fused with the addition: both databases round twice
        if (!Floats && out == 0 && a != 0 && b != 0) throw vector_fault{"number out of range: underflow"};
        return finite(out, a, b);
    }
    [[nodiscard]] static double sum(double a, double b) { return finite(a + b, a, b); }

  private:
    static double finite(double out, double a, double b) {
        if (!Floats && std::isinf(out) && !std::isinf(a) && !std::isinf(b))
            throw vector_fault{"number out of range: overflow"};
        return out;
    }
};

template <bool Floats>
struct cosine_work : checked<Floats> {
    double both = 0, left = 0, right = 0;
    void add(double a, double b) {
        both = this->sum(both, this->product(a, b));
        left = this->sum(left, this->product(a, a));
        right = this->sum(right, this->product(b, b));
    }
    [[nodiscard]] double result() const {
        const double length = std::sqrt(this->rounded(left, right));
        const double out = length == 0 ? std::nan("") : both / length;
        if (out == 0 && both != 0 && !std::isinf(length))
            throw vector_fault{"number out of range: underflow"};
        return out > 1 ? 1 : out < -1 ? -1 : out;
    }
};
template <bool Floats>
struct cosine_distance_work : cosine_work<Floats> {
    [[nodiscard]] double result() const { return 1 - cosine_work<Floats>::result(); }
};
template <bool Floats>
struct l2_distance_work : checked<Floats> {
    double squares = 0;
    void add(double a, double b) {
        const double d = this->sum(a, -b);
        squares = this->sum(squares, this->rounded(d, d));
    }
    [[nodiscard]] double result() const { return std::sqrt(squares); }
};
template <bool Floats>
struct inner_product_work : checked<Floats> {
    double both = 0;
    void add(double a, double b) { both = this->sum(both, this->product(a, b)); }
    [[nodiscard]] double result() const { return both; }
};

/// A limit was reached, which has been told.
struct vector_stopped {};

template <class Work, class Left, class Right>
[[nodiscard]] double compare_vectors(Left left, Right right, steps& taken) {
    Work work;
    for (;;) {
        if (taken.stop(8)) throw vector_stopped{};
        double a = 0;
        double b = 0;
        const bool more = left.next(a);
        if (more != right.next(b)) throw vector_fault{"two vectors have different numbers of elements"};
        if (!more) return work.result();
        work.add(a, b);
    }
}

template <template <bool> class Work, bool Narrow>
void compare_texts(sqlite3_context* to, sqlite3_value** arguments) {
    const text_argument left{arguments[0]};
    const text_argument right{arguments[1]};
    if (left.data == nullptr || right.data == nullptr) return sqlite3_result_error_nomem(to);
    // A bound vector is read once a statement.
    auto* known = static_cast<std::vector<double>*>(sqlite3_get_auxdata(to, 1));
    if (known == nullptr && sqlite3_value_frombind(arguments[1]) != 0) {
        auto* made = new std::vector<double>;
        sqlite3_set_auxdata(to, 1, made, [](void* v) { delete static_cast<std::vector<double>*>(v); });
        known = static_cast<std::vector<double>*>(
            sqlite3_get_auxdata(to, 1)); // null where there was no memory to keep it
        if (known == nullptr) return sqlite3_result_error_nomem(to);
        double x = 0;
        for (vector_text<Narrow> from{right.view()}; from.next(x);) known->push_back(x);
    }
    const vector_text<Narrow> one{left.view()};
    steps taken{to};
    const double out = known != nullptr
                           ? compare_vectors<Work<Narrow>>(one, vector_numbers{*known}, taken)
                           : compare_vectors<Work<Narrow>>(one, vector_text<Narrow>{right.view()}, taken);
    sqlite3_result_double(to, out); // not a number: NULL
}

/// dataflow_l2_distance(a, b, 4 or 8: the bytes of an element) and the like; NULL where one is NULL.
template <template <bool> class Work>
void similarity_function(sqlite3_context* to, int count, sqlite3_value** arguments) {
    if (any_null(count, arguments)) return;
    try {
        if (sqlite3_value_int(arguments[2]) == 4) compare_texts<Work, true>(to, arguments);
        else compare_texts<Work, false>(to, arguments);
    } catch (const vector_stopped&) {
    } catch (const vector_fault& f) {
        state_of(to).fail(to, {error_kind::invalid_value, f.why});
    } catch (const access_fault& f) {
        state_of(to).fail(to, {error_kind::invalid_value, f.why});
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(to);
    }
}

} // namespace dataflow::driver::sqlite_::detail
