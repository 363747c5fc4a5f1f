// A choice of a field's type that is tried on its column.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/detail/decimal_digits.hpp>
#include <dataflow/catalog/detail/from_schema.hpp>
#include <dataflow/catalog/field_choice.hpp>
#include <dataflow/core/access.hpp>
#include <dataflow/core/type_info.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog::detail {

[[nodiscard]] inline bool fits_decimal(std::int32_t digits, std::int32_t scale) noexcept {
    const auto held = digits_for(digits, scale);
    return held.found() && held.digits == digits && held.scale == scale;
}

[[nodiscard]] inline field_choice no_choice(std::string why) {
    field_choice out;
    out.words = std::move(why);
    return out;
}

/// The answer to one of the questions about a column's values.
[[nodiscard]] inline std::vector<shape_count> shapes_of(dialect d, const column& of,
                                                        sql::shape_question what) {
    auto text = of.shapes;
    for (const char asked : questions_of(d, of)) {
        const auto end = std::min(text.find('|'), text.size());
        if (asked == static_cast<char>(what)) return shapes_in(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

/// A choice, where the column keeps the values of such a field; else why it does not.
[[nodiscard]] inline field_choice tried(dialect d, const column& of, field_choice one) {
    const auto numbers = [&](storage s) {
        type_info out{s, layout::text, 0};
        out.digits = static_cast<std::uint8_t>(one.digits);
        out.scale = static_cast<std::uint8_t>(one.scale);
        return out;
    };
    const auto element = numbers(is_array(one.stored) ? element_of(one.stored) : one.stored);
    sequence_access elements{};
    elements.element = &element;
    auto type = numbers(one.stored);
    if (is_array(one.stored)) type.sequence = &elements;
    arena keeps;
    column wanted;
    wanted.name = of.name;
    wanted.type = type_of(keeps, d, type);
    one.fit = fit_of(d, wanted, of);
    if (one.fit.ask != sql::shape_question::nothing)
        settle(one.fit, wanted, of, shapes_of(d, of, one.fit.ask));
    one.found = one.fit.how != column_fit::verdict::refused;
    if (!one.found)
        one.words =
            one.fit.reason.empty() ? "no field's type holds " + std::string{of.type.spelled} : one.fit.reason;
    else if (one.words.empty()) one.words = one.fit.warning;
    return one;
}

} // namespace dataflow::catalog::detail
