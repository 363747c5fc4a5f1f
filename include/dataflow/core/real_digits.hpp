// A real number as the shortest decimal text that reads back as the same number, also in a constant
// expression, where std::to_chars does not work before C++23.
#pragma once

#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::detail {

/// A whole number of 1,280 bits: enough for any double times a power of ten.
class wide_number {
  public:
    constexpr explicit wide_number(std::uint64_t n) noexcept {
        words_[0] = static_cast<std::uint32_t>(n);
        words_[1] = static_cast<std::uint32_t>(n >> 32U);
    }
    constexpr void multiply(std::uint32_t by) noexcept {
        std::uint64_t carry = 0;
        for (auto& word : words_) {
            carry += std::uint64_t{word} * by;
            word = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
    }
    constexpr void shift(int bits) noexcept {
        for (; bits >= 31; bits -= 31) multiply(std::uint32_t{1} << 31U);
        multiply(std::uint32_t{1} << static_cast<unsigned>(bits));
    }
    constexpr void subtract(const wide_number& other) noexcept {
        std::int64_t carry = 0;
        for (std::size_t i = 0; i < size; ++i) {
            carry += std::int64_t{words_[i]} - std::int64_t{other.words_[i]};
            words_[i] = static_cast<std::uint32_t>(carry);
            carry = carry < 0 ? -1 : 0;
        }
    }
    constexpr void add(const wide_number& other) noexcept {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < size; ++i) {
            carry += std::uint64_t{words_[i]} + other.words_[i];
            words_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32U;
        }
    }
    /// Negative, 0 or positive, as this number is less than, equal to or greater than the other.
    [[nodiscard]] constexpr int compare(const wide_number& other) const noexcept {
        for (std::size_t i = size; i-- != 0;)
            if (words_[i] != other.words_[i]) return words_[i] < other.words_[i] ? -1 : 1;
        return 0;
    }

  private:
    static constexpr std::size_t size = 40;
    std::uint32_t words_[size]{};
};

/// The digits of a positive finite number after `0.`, and the power of ten that they are multiplied by.
struct decimal_digits_of {
    char digits[20]{};
    int count = 0;
    int exponent = 0;

    /// The algorithm of Steele and White, "How to Print Floating-Point Numbers Accurately" (1990).
    constexpr explicit decimal_digits_of(double x) noexcept {
        const auto bits = std::bit_cast<std::uint64_t>(x);
        const auto stored = static_cast<int>((bits >> 52U) & 0x7FFU);
        const auto fraction = bits & 0xFFFFFFFFFFFFFU;
        const std::uint64_t mantissa = stored == 0 ? fraction : fraction | (std::uint64_t{1} << 52U);
        const int power = (stored == 0 ? 1 : stored) - 1075;
        const bool even = mantissa % 2 == 0;
        const int uneven_gap =
            fraction == 0 && stored > 1 ? 1 : 0; // the next smaller number is nearer than the next greater
        wide_number rest{mantissa}, unit{1}, above{1}, below{1};
        rest.shift((power > 0 ? power : 0) + 1 + uneven_gap);
        unit.shift((power < 0 ? -power : 0) + 1 + uneven_gap);
        above.shift((power > 0 ? power : 0) + uneven_gap);
        below.shift(power > 0 ? power : 0);
        const auto at_top = [&] {
            auto sum = rest;
            sum.add(above);
            const int order = sum.compare(unit);
            return even ? order >= 0 : order > 0;
        };
        for (; at_top(); ++exponent) unit.multiply(10);
        const auto grow = [&] {
            rest.multiply(10);
            above.multiply(10);
            below.multiply(10);
        };
        for (;; --exponent) {
            const auto before_rest = rest, before_above = above, before_below = below;
            grow();
            if (!at_top()) continue;
            rest = before_rest, above = before_above, below = before_below;
            break;
        }
        for (;;) {
            grow();
            int digit = 0;
            for (; rest.compare(unit) >= 0; ++digit) rest.subtract(unit);
            const int low_order = rest.compare(below);
            const bool low = even ? low_order <= 0 : low_order < 0;
            const bool high = at_top();
            if (low || high) {
                rest.multiply(2);
                if (high && (!low || rest.compare(unit) >= 0)) ++digit;
            }
            digits[count++] = static_cast<char>('0' + digit);
            if (low || high) return;
        }
    }
};

/// Appends a finite number as std::to_chars writes it in scientific form: `1.5e+00`.
template <class Text>
constexpr void append_real(Text& to, double x) {
    if (!std::is_constant_evaluated()) {
        char text[40];
        const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::scientific).ptr;
        to.append(std::string_view{text, static_cast<std::size_t>(end - text)});
        return;
    }
    if ((std::bit_cast<std::uint64_t>(x) >> 63U) != 0) to.append(std::string_view{"-"});
    if (x == 0) {
        to.append(std::string_view{"0e+00"});
        return;
    }
    const decimal_digits_of found{x < 0 ? -x : x};
    const int power = found.exponent - 1;
    const auto size = static_cast<unsigned>(power < 0 ? -power : power);
    to.append(std::string_view{found.digits, 1});
    if (found.count > 1) to.append(std::string_view{"."});
    to.append(std::string_view{found.digits + 1, static_cast<std::size_t>(found.count - 1)});
    to.append(std::string_view{power < 0 ? "e-" : "e+"});
    const char number[]{static_cast<char>('0' + size / 100), static_cast<char>('0' + size / 10 % 10),
                        static_cast<char>('0' + size % 10)};
    to.append(std::string_view{number + (size < 100 ? 1 : 0), size < 100 ? std::size_t{2} : std::size_t{3}});
}

} // namespace dataflow::detail
