// The numbers of a vector, out of the JSON text of an array.
#pragma once

#include <dataflow/core/json_text.hpp>
#include <dataflow/core/real_text.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

} // namespace dataflow::driver::sqlite_::detail
