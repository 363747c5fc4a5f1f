// From a constraint's name, as a database reports it, to the columns that it is about; and from what a
// trigger raises to what an error says.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace dataflow::driver {

/// What is known of a constraint.
struct constraint_facts {
    std::string columns; ///< joined by ", "; empty where the table has no such constraint
    bool range = false;  ///< the library's own check of a column's range
};

/// Looks a constraint's name up among the keys, indexes and checks of a table.
[[nodiscard]] inline constraint_facts look_up_constraint(const schema::table& table, std::string_view name) {
    constraint_facts out;
    const auto add = [&](std::size_t column) {
        if (!out.columns.empty()) out.columns += ", ";
        out.columns += table.columns[column].name;
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
            for (std::size_t i = 0; i < key.size(); ++i) add(key.column_at(i));
            return out;
        }
    for (const auto& check : table.checks)
        if (name == check.name) {
            for (std::size_t c = 0; c < table.columns.size(); ++c)
                if (check.that.names(table.columns[c].name)) add(c);
            return out;
        }
    if (const auto* column = schema::column_of_range_check(table, name)) {
        out.columns = column->name;
        out.range = true;
    }
    return out;
}

/// What a trigger of the library's raises, as an error tells it: "the database protects ...".
[[nodiscard]] inline std::string told_by_database(std::string_view raised) {
    return std::string{"the database "}.append(raised.substr(raised.find(' ') + 1));
}

} // namespace dataflow::driver
