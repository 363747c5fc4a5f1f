// How alike two vectors are: arrays of numbers, as JSON texts. Computed as PostgreSQL does it: as double, in
// order, with its errors for what is out of range.
#pragma once

#include <dataflow/core/json_text.hpp>
#include <dataflow/core/real_text.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/match.hpp>

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

/// Why two arrays were not compared; constant data.
struct vector_fault {
    std::string_view why;
};

/// Reads the numbers of a JSON array, one after another; as floats where `Narrow`. Throws `vector_fault`.
template <bool Narrow>
class vector_text {
  public:
    explicit vector_text(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {
        pass_space();
        if (at_ == end_ || *at_ != '[') refuse();
        ++at_;
        pass_space();
        first_ = true;
    }

    /// The next number; false at the end.
    [[nodiscard]] bool next(double& out) {
        pass_space();
        if (at_ == end_) refuse();
        if (*at_ == ']') return false;
        if (!first_) {
            if (*at_ != ',') refuse();
            ++at_;
            pass_space();
        }
        first_ = false;
        out = number();
        return true;
    }

  private:
    [[noreturn]] static void refuse() {
        throw vector_fault{"a column of vectors holds something that is not an array of numbers"};
    }

    void pass_space() noexcept {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
    }

    // All digits as one whole number, divided by a power of ten that a double holds: rounded once where the
    // number is below 2^53, and twice above. A float made of it is right unless it lies in the middle of two.
    [[nodiscard]] double number() {
        const char* const start = at_;
        const char* p = at_;
        const bool negative = p != end_ && *p == '-';
        if (negative) ++p;
        std::uint64_t digits = 0;
        const char* const head = p;
        p = read_digits(p, digits);
        auto count = p - head;
        std::ptrdiff_t places = 0;
        if (p != end_ && *p == '.' && count != 0) {
            const char* const tail = ++p;
            p = read_digits(p, digits);
            places = p - tail;
            count += places - (*head == '0' ? 1 : 0);
        }
        const bool more = p != end_ && (*p == 'e' || *p == 'E');
        if (more || count == 0 || count > 19 || places > 22 || (!Narrow && digits > std::uint64_t{1} << 53))
            return slowly(start);
        const double x = static_cast<double>(digits) / powers[places];
        if constexpr (Narrow) {
            const auto rest = std::bit_cast<std::uint64_t>(x) & ((std::uint64_t{1} << 29) - 1);
            const bool middle = rest - ((std::uint64_t{1} << 28) - 4) < 8;
            if (digits != 0 && (middle || x < static_cast<double>(FLT_MIN))) return slowly(start);
        }
        at_ = p;
        const double held = Narrow ? static_cast<double>(static_cast<float>(x)) : x;
        return negative ? -held : held;
    }
    [[nodiscard]] const char* read_digits(const char* p, std::uint64_t& to) const noexcept {
        if constexpr (std::endian::native ==
                      std::endian::little) // eight at a time: D. Lemire, "Quickly parsing eight digits", 2018
            for (std::uint64_t eight = 0; end_ - p >= 8; p += 8) {
                std::memcpy(&eight, p, 8);
                if (((eight & 0xF0F0F0F0F0F0F0F0) |
                     ((eight + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4) != 0x3333333333333333)
                    break;
                eight = (eight & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
                eight = (eight & 0x00FF00FF00FF00FF) * 6553601 >> 16;
                to = to * 100'000'000 + ((eight & 0x0000FFFF0000FFFF) * 42949672960001 >> 32);
            }
        for (; p != end_ && static_cast<unsigned>(*p - '0') < 10; ++p)
            to = to * 10 + static_cast<unsigned>(*p - '0');
        return p;
    }
    [[nodiscard]] double slowly(const char* start) {
        if (start == end_ || (*start != '-' && static_cast<unsigned>(*start - '0') >= 10)) refuse();
        using held = std::conditional_t<Narrow, float, double>;
        held x{};
        const auto ended = dataflow::detail::read_real(start, end_, x);
        if (ended.ec == std::errc::invalid_argument) refuse();
        at_ = ended.ptr;
        if (ended.ec == std::errc{}) return static_cast<double>(x);
        const double wide =
            json_::reader{std::string_view{start, static_cast<std::size_t>(at_ - start)}}.real(
                true); // nearly 0, or infinite
        return Narrow ? static_cast<double>(static_cast<float>(wide)) : wide;
    }

    static constexpr double powers[]{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

    const char* at_;
    const char* end_;
    bool first_ = true;
};

/// The numbers of a vector that was read before.
struct vector_numbers {
    const std::vector<double>& all;
    std::size_t at = 0;

    [[nodiscard]] bool next(double& out) noexcept {
        if (at == all.size()) return false;
        out = all[at++];
        return true;
    }
};

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
