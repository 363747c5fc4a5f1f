// The code of pull/field_type.hpp: a choice of the catalog, as C++ spells it.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/field_choice.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/pull/field_type.hpp>
#include <dataflow/pull/names.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull {

namespace detail {

/// What kind of values a stored type holds.
[[nodiscard]] inline family family_of(storage s) noexcept {
    if (is_array(s)) return family::array;
    switch (s) {
    case storage::boolean: return family::boolean;
    case storage::int16:
    case storage::int32:
    case storage::int64: return family::whole;
    case storage::float32:
    case storage::float64: return family::real;
    case storage::text: return family::text;
    case storage::bytes: return family::bytes;
    case storage::date: return family::date;
    case storage::uuid: return family::uuid;
    case storage::json: return family::json;
    case storage::decimal: return family::decimal;
    default: return family::other;
    }
}

[[nodiscard]] inline std::int32_t bits_of(storage s) noexcept {
    return s == storage::int16 ? 16 : s == storage::int32 || s == storage::float32 ? 32 : 64;
}

} // namespace detail

inline field_type field_type_of(const catalog::database_description& in, const catalog::table& table,
                                const catalog::column& of, const enum_names& enums) {
    auto choice = catalog::choice_of(in.dialect, table, of);
    if (!choice.found) return {.kind = family::none, .name = std::move(choice.words)};
    field_type out{.kind = detail::family_of(choice.stored), .note = std::move(choice.words)};
    if (const auto known = enums.find(choice.enumeration); known != enums.end()) {
        const bool array = out.kind == family::array;
        out.name = array ? "std::vector<" + known->second + ">" : known->second;
        if (!array) out.kind = family::enumeration;
        for (const auto& e : in.enumerations)
            if (e.spelled == choice.enumeration && !array) out.values = &e;
        return out;
    }
    out.digits = choice.digits;
    out.scale = choice.scale;
    out.bits = detail::bits_of(choice.stored);
    out.name = catalog::spelled(choice, false);
    if (out.name.empty()) return {.kind = family::none, .name = "no field's type holds its digits"};
    return out;
}

inline std::vector<std::string> enumerators_of(const catalog::enumeration& of) {
    std::vector<std::string> out;
    name_set names;
    for (const auto value : of.values) out.push_back(names.take(snake_case_name(value, "value"), "_"));
    return out;
}

} // namespace dataflow::pull
