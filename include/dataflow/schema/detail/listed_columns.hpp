// What can be wrong with the columns that a model's options list: one that stands there twice, or that the
// library keeps itself.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/detail/option_lists.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::schema::detail {

/// The first name that stands in a list twice.
[[nodiscard]] constexpr option_flaw twice_in(const column_names& names) {
    for (std::size_t i = 1; i < names.size; ++i)
        for (std::size_t before = 0; before < i; ++before)
            if (names.names[i] == names.names[before])
                return {option_flaw::kind::listed_twice, names.names[i]};
    return {};
}
/// The first column of a key, or of unique constraints, by which nothing would be unique. (`list`: its name.)
[[nodiscard]] constexpr option_flaw managed_in(const column_names& names, constant_list<column> columns,
                                               std::string_view list) {
    for (std::size_t i = 0; i < names.size; ++i) {
        const auto name = names.names[i];
        switch (columns[position_of_field(columns, name)].managed_by) {
        case managed::tenant: return {option_flaw::kind::tenant_listed, list};
        case managed::updated_at:
        case managed::deleted_at:
        case managed::version:
            if (list == "unique") return {option_flaw::kind::unique_changes, name};
            [[fallthrough]];
        case managed::created_at:
            if (list == "key") return {option_flaw::kind::managed_key, name};
            break;
        default: break;
        }
    }
    return {};
}
/// The first flaw in the lists of columns. All of them are columns of the model.
[[nodiscard]] constexpr option_flaw flaw_in_listed(const options& o, constant_list<column> columns) {
    for (const auto* names : {&o.key, &o.secrets, &o.immutable, &o.generated})
        if (const auto bad = twice_in(*names); bad.broken()) return bad;
    if (const auto bad = managed_in(o.key, columns, "key"); bad.broken()) return bad;
    for (const auto* list : {&o.unique, &o.indexes})
        for (std::size_t i = 0; i < list->size; ++i) {
            const auto& names = list->items[i].columns;
            if (const auto bad = twice_in(names); bad.broken()) return bad;
            if (const auto bad = managed_in(names, columns, list == &o.unique ? "unique" : "indexes");
                bad.broken())
                return bad;
        }
    return {};
}

} // namespace dataflow::schema::detail
