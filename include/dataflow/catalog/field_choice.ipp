// The code of catalog/field_choice.hpp.
#pragma once

#include <dataflow/catalog/detail/choice_postgres.ipp>
#include <dataflow/catalog/detail/choice_sqlite.ipp>
#include <dataflow/catalog/detail/decimal_digits.hpp>
#include <dataflow/catalog/field_choice.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

[[nodiscard]] inline std::string spelled_value(storage s, std::int32_t digits, std::int32_t scale) {
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
        const auto held = digits_for(digits, scale);
        return held.found() ? held.spelled() : std::string{};
    }
    if (s < storage::listed) return std::string{standard[static_cast<std::size_t>(s)]};
    return "df::" + std::string{facts_of(s).word};
}

} // namespace detail

DATAFLOW_RUNTIME field_choice choice_of(dialect d, const table& in, const column& of) {
    const bool listed = sql::data_of(d).catalog == sql::catalog_form::pg_catalog;
    return listed ? detail::choice_on_postgres(in, of) : detail::sqlite_choice{in, of}.chosen();
}

DATAFLOW_RUNTIME std::string spelled(const field_choice& type, bool nullable) {
    if (!type.found) return {};
    const bool array = is_array(type.stored);
    auto out = detail::spelled_value(array ? element_of(type.stored) : type.stored, type.digits, type.scale);
    if (out.empty()) return out;
    if (array) out = "std::vector<" + out + ">";
    return nullable ? "std::optional<" + out + ">" : out;
}

DATAFLOW_RUNTIME std::string_view questions_of(dialect d, const column& of) {
    if (sql::data_of(d).catalog == sql::catalog_form::pg_catalog) return {};
    return detail::suggested_by(of).ask;
}

} // namespace dataflow::catalog
