// The operators of arithmetic, and how each is spelled.
#pragma once

#include <dataflow/core/decimal_math.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::query {

enum class arithmetic_op : std::uint8_t { add, subtract, multiply, divide, modulo };

/// How an operator is written.
struct arithmetic_text {
    std::string_view sign{}; ///< between the operands
    std::string_view
        function{};      ///< before them, where the dialect has a function called (`arithmetic_calls`)
    bool judged = false; ///< it is called for whole numbers, too: there is a division by zero
};

[[nodiscard]] constexpr arithmetic_text text_of(arithmetic_op op) noexcept {
    switch (op) {
    case arithmetic_op::add: return {" + ", "dataflow_add("};
    case arithmetic_op::subtract: return {" - ", "dataflow_subtract("};
    case arithmetic_op::multiply: return {" * ", "dataflow_multiply("};
    case arithmetic_op::divide: return {" / ", "dataflow_divide(", true};
    case arithmetic_op::modulo: return {" % ", "dataflow_modulo(", true};
    }
    return {};
}

/// The same operator of decimals; none of them has a remainder.
[[nodiscard]] constexpr dataflow::detail::decimal_op exact(arithmetic_op op) noexcept {
    using dataflow::detail::decimal_op;
    switch (op) {
    case arithmetic_op::add: return decimal_op::add;
    case arithmetic_op::subtract: return decimal_op::subtract;
    case arithmetic_op::multiply: return decimal_op::multiply;
    case arithmetic_op::divide:
    case arithmetic_op::modulo: break;
    }
    return decimal_op::divide;
}

} // namespace dataflow::query
