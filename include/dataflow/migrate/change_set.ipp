// The code of migrate/change_set.hpp.
#pragma once

#include <dataflow/migrate/change_set.hpp>
#include <dataflow/migrate/detail/change_set_planner.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::migrate {

DATAFLOW_RUNTIME change_set& change_set::add(std::string table, std::string column) {
    parts_.push_back({kind::add, std::move(table), std::move(column), {}, {}, {}, {}});
    return *this;
}
DATAFLOW_RUNTIME change_set& change_set::drop(std::string table, std::string column, sql_text back) {
    parts_.push_back({kind::drop, std::move(table), std::move(column), {}, {}, {}, std::move(back)});
    return *this;
}
DATAFLOW_RUNTIME change_set::part& change_set::work(std::string table) {
    parts_.push_back({kind::data, std::move(table), {}, {}, {}, {}, {}});
    return parts_.back();
}
DATAFLOW_RUNTIME std::string change_set::function_name(std::size_t at) const {
    return name_ + " (" + std::to_string(at + 1) + ")";
}
DATAFLOW_RUNTIME std::vector<named_function> change_set::functions() const {
    std::vector<named_function> out;
    for (std::size_t i = 0; i < parts_.size(); ++i)
        if (parts_[i].function != nullptr) out.push_back({function_name(i), parts_[i].function});
    return out;
}

DATAFLOW_RUNTIME void change_set::require_columns_of(const std::string& table,
                                                     const std::vector<written_column>& columns) {
    for (const auto& c : columns)
        if (!c.table.empty() && c.table != table)
            throw std::invalid_argument{"dataflow: " + c.table + "." + c.column +
                                        " is to be written in the rows of " + table};
}

DATAFLOW_RUNTIME plan change_set::plan_on(driver::connection& on, const plan_options& how) const {
    return change_set_planner{*this, on, how}.make(on);
}

} // namespace dataflow::migrate
