// What can be wrong with what a model's options say of how the columns of others keep their values.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/detail/option_lists.hpp>
#include <dataflow/schema/kept_words.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::schema::detail {

/// The first form of a column that no value of its field can have.
[[nodiscard]] constexpr option_flaw flaw_in_kept(const kept_column_list& list, constant_list<column> columns,
                                                 std::size_t own) {
    for (std::size_t i = 0; i < list.size; ++i) {
        const auto at = position_of_field(columns, list.items[i].field);
        if (at >= own) return {option_flaw::kind::unknown_column, list.items[i].field};
        if (!is_kept_so(read_kept_words(list.items[i].form), columns[at].type->stored))
            return {option_flaw::kind::no_kept_form, list.items[i].field};
    }
    return {};
}

/// The first zone that is for no time, or for one that has a zone already.
[[nodiscard]] constexpr option_flaw flaw_in_zones(const zoned_column_list& list,
                                                  constant_list<column> columns) {
    for (std::size_t i = 0; i < list.size; ++i) {
        const std::string_view name = list.items[i].field;
        const auto at = position_of_field(columns, name);
        if (at == columns.size()) return {option_flaw::kind::unknown_column, name};
        if (columns[at].type->stored != storage::timestamp) return {option_flaw::kind::no_zoned_time, name};
        for (std::size_t before = 0; before < i; ++before)
            if (list.items[before].field == name) return {option_flaw::kind::no_zoned_time, name};
    }
    return {};
}

} // namespace dataflow::schema::detail
