// What can be wrong with the former names in a model's options.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/detail/option_lists.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::schema::detail {

/// The first rename to a column or a name that the model has not, or from one that it still has, or of one
/// that was renamed already.
[[nodiscard]] constexpr option_flaw flaw_in_renames(const options& o, constant_list<column> columns) {
    using kind = option_flaw::kind;
    for (std::size_t i = 0; i < o.renamed.size; ++i) {
        const std::string_view former = o.renamed.items[i].former, field = o.renamed.items[i].field;
        if (position_of_field(columns, field) == columns.size()) return {kind::unknown_column, field};
        for (const auto& c : columns)
            if (same_name(c.name, former)) return {kind::still_there, former};
        for (std::size_t before = 0; before < i; ++before)
            if (same_name(o.renamed.items[before].former, former)) return {kind::renamed_twice, former};
    }
    for (std::size_t i = 0; i < o.renamed_values.size; ++i) {
        const auto& v = o.renamed_values.items[i];
        const std::string_view field = v.field, former = v.former, name = v.name;
        const auto at = position_of_field(columns, field);
        if (at == columns.size()) return {kind::unknown_column, field};
        const auto& type = *columns[at].type;
        bool known = false;
        if (type.memory == layout::enumeration)
            for (const auto& e : type.enumerators) {
                known = known || e.name == name;
                if (e.name == former) return {kind::still_there, former};
            }
        if (!known) return {kind::no_new_value, field};
        for (std::size_t before = 0; before < i; ++before)
            if (o.renamed_values.items[before].field == field &&
                o.renamed_values.items[before].former == former)
                return {kind::renamed_twice, former};
    }
    return {};
}

} // namespace dataflow::schema::detail
