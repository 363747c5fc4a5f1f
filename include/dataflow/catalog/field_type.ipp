// The code of catalog/field_type.hpp.
#pragma once

#include <dataflow/catalog/detail/decimal_digits.hpp>
#include <dataflow/catalog/field_type.hpp>
#include <dataflow/core/types/registry.hpp>

#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

[[nodiscard]] inline std::string spelled_field_type(storage s, const column_type& found) {
    constexpr std::string_view standard[]{"bool",
                                          "std::int16_t",
                                          "std::int32_t",
                                          "std::int64_t",
                                          "float",
                                          "double",
                                          "std::string",
                                          "df::bytes",
                                          "df::timestamp",
                                          "df::date",
                                          "df::uuid",
                                          "",
                                          "std::chrono::microseconds",
                                          "df::json_value"};
    static_assert(sizeof standard / sizeof *standard == static_cast<std::size_t>(storage::json) + 1);
    if (s == storage::decimal) {
        const auto digits = digits_for(found.digits, found.scale);
        return digits.found() ? digits.spelled() : std::string{};
    }
    if (s < storage::listed) return std::string{standard[static_cast<std::size_t>(s)]};
    return "df::" + std::string{facts_of(s).word};
}

} // namespace detail

DATAFLOW_RUNTIME std::string field_type(const column_type& found, bool nullable) {
    if (!found.understood) return {};
    const bool array = is_array(found.stored);
    auto out = detail::spelled_field_type(array ? element_of(found.stored) : found.stored, found);
    if (out.empty()) return out;
    if (array) out = "std::vector<" + out + ">";
    return nullable ? "std::optional<" + out + ">" : out;
}

} // namespace dataflow::catalog
