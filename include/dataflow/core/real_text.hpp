// Text to floating point: std::from_chars, and the same by the C library where the standard library lacks it
// (libc++ before 20).
#pragma once

#include <charconv>
#include <concepts>
#include <system_error>
#include <type_traits>

#ifndef _WIN32
#include <cerrno>
#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>
#if __has_include(<xlocale.h>)
#include <xlocale.h> // where the BSDs have strtod_l
#endif
#endif

namespace dataflow::detail {

/// Whether the standard library's `from_chars` reads a `Real`.
template <class Real>
concept charconv_reads = requires(const char* at, Real& x) {
    { std::from_chars(at, at, x) } -> std::same_as<std::from_chars_result>;
};

/// Where a decimal number of the form `-1.5e+3` ends, which neither begins with `+` nor is a word; `first`
/// where none begins.
[[nodiscard]] constexpr const char* end_of_number(const char* first, const char* last) noexcept {
    const auto digits = [last](const char* at) {
        while (at != last && *at >= '0' && *at <= '9') ++at;
        return at;
    };
    const char* const start = first != last && *first == '-' ? first + 1 : first;
    const char* at = digits(start);
    bool found = at != start;
    if (at != last && *at == '.') {
        const char* const fraction = at + 1;
        const char* const end = digits(fraction);
        if (!found && end == fraction) return first;
        found = true;
        at = end;
    }
    if (!found) return first;
    if (at != last && (*at == 'e' || *at == 'E')) {
        const char* const exponent = at + 1 != last && (at[1] == '+' || at[1] == '-') ? at + 2 : at + 1;
        const char* const end = digits(exponent);
        if (end != exponent) at = end;
    }
    return at;
}

#ifndef _WIN32
/// `read_real` by the C library, in the "C" locale whatever the program has set. It needs a NUL after the
/// number: a copy.
template <std::floating_point Real>
[[nodiscard]] std::from_chars_result read_real_by_strtod(const char* first, const char* last, Real& out) {
    const char* const end = end_of_number(first, last);
    if (end == first) return {first, std::errc::invalid_argument};
    static const locale_t plain =
        newlocale(LC_ALL_MASK, "C", nullptr); // never freed: used until the end of the program
    const std::string copy(first, end);
    const int before = errno;
    errno = 0;
    Real x{};
    if constexpr (std::is_same_v<Real, float>) x = strtof_l(copy.c_str(), nullptr, plain);
    else x = static_cast<Real>(strtod_l(copy.c_str(), nullptr, plain));
    const bool out_of_range =
        errno == ERANGE && (x == 0 || std::isinf(x)); // ERANGE is told of subnormal numbers, too
    errno = before;
    if (out_of_range) return {end, std::errc::result_out_of_range};
    out = x;
    return {end, std::errc{}};
}
#endif

/// Reads the decimal number at `first` as `std::from_chars` does: the nearest value, where the number ends,
/// and what is wrong
/// (`out` is then left alone): `invalid_argument` where there is no number, infinities and NaN among that,
/// `result_out_of_range` where it is too large or, with most libraries, too small.
template <std::floating_point Real>
[[nodiscard]] inline std::from_chars_result read_real(const char* first, const char* last, Real& out) {
    if constexpr (charconv_reads<Real>) {
        const char* const start = first != last && *first == '-' ? first + 1 : first;
        if (start != last && (*start == 'i' || *start == 'I' || *start == 'n' || *start == 'N'))
            return {first, std::errc::invalid_argument};
        return std::from_chars(first, last, out);
    } else {
        return read_real_by_strtod(first, last, out);
    }
}

} // namespace dataflow::detail
