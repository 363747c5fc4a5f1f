// Which df::decimal holds all values of a NUMERIC(p, s): the one place that knows it.
#pragma once

#include <dataflow/core/decimal_math.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace dataflow::catalog::detail {

/// The digits of a df::decimal; none where no such type holds the values.
struct decimal_digits {
    std::int32_t digits = 0, scale = 0;

    [[nodiscard]] constexpr bool found() const noexcept { return digits != 0; }
    [[nodiscard]] std::string spelled() const {
        return "df::decimal<" + std::to_string(digits) + ", " + std::to_string(scale) + ">";
    }
};

/// NUMERIC(2, 5) holds up to 0.00099, as a decimal of 5 digits does; NUMERIC(3, -2) up to 99,900.
[[nodiscard]] constexpr decimal_digits digits_for(std::int32_t digits, std::int32_t scale) noexcept {
    if (digits <= 0) return {};
    const auto whole = digits + std::max(-scale, 0), after = std::max(scale, 0);
    const auto all = std::max(whole, after);
    return all <= dataflow::detail::decimal_digits ? decimal_digits{all, after} : decimal_digits{};
}

} // namespace dataflow::catalog::detail
