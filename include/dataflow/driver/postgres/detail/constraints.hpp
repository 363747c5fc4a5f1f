// From a constraint's name, as PostgreSQL reports it, to the fields that it is about.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::driver::postgres_ {

/// What is known of a constraint.
struct constraint_facts {
    std::string fields; ///< joined by ", "; empty where the table has no such constraint
    bool range = false; ///< the library's own check of a column's range
};

/// Looks a constraint's name up among the keys, indexes and range checks of a table.
[[nodiscard]] inline constraint_facts look_up_constraint(const schema::table& table, std::string_view name) {
    constraint_facts out;
    const auto add = [&](std::size_t column) {
        if (!out.fields.empty()) out.fields += ", ";
        out.fields += table.columns[column].name;
    };
    if (name == schema::primary_key_name(table)) {
        for (const auto column : table.key) add(column);
        return out;
    }
    for (const auto& index : table.indexes)
        if (index.unique && name == schema::index_name(table, index)) {
            for (const auto column : index.parts()) add(column);
            return out;
        }
    for (const auto& key : table.foreign_keys)
        if (name == schema::foreign_key_name(table, key)) {
            add(key.column);
            return out;
        }
    if (const auto* column = schema::column_of_range_check(table, name)) {
        out.fields = column->name;
        out.range = true;
    }
    return out;
}

} // namespace dataflow::driver::postgres_
