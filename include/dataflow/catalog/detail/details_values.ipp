// The code of catalog/detail/details.hpp: what only the columns and the values of one table tell.
#pragma once

#include <dataflow/catalog/detail/assemble.hpp>
#include <dataflow/catalog/detail/details.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/field_choice.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/schema/table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog::detail {

DATAFLOW_RUNTIME void detail_reader::read_columns(table& of, std::string_view schema) {
    const std::string name[]{std::string{of.name}};
    std::vector<found_row> rows;
    try {
        rows = rows_of(via_, source_of(via_.dialect).write_columns, name, which_tables::all, schema, node_);
    } catch (const error& e) {
        of.gap = kept("its columns cannot be read: " + e.info().message);
        return;
    }
    if (rows.empty()) return;
    for (auto& row : rows) row.schema = of.schema, row.table = of.name;
    of.columns = assemble(to_.keeps, via_.dialect, rows).columns;
}

DATAFLOW_RUNTIME void detail_reader::look_at_values(table& of) {
    constexpr std::size_t at_once = 100; // SQLite joins at most 500 selects
    std::vector<column> columns{of.columns.begin(), of.columns.end()};
    std::vector<schema::column> asked;
    std::vector<std::uint16_t> key;
    try {
        for (std::size_t first = 0; first < columns.size(); first += at_once) {
            const auto size = std::min(at_once, columns.size() - first);
            asked.clear(), key.clear();
            for (std::size_t i = first; i < first + size; ++i)
                asked.push_back({.name = columns[i].name, .field = questions_of(via_.dialect, columns[i])});
            for (const auto name : of.key.columns) {
                key.push_back(static_cast<std::uint16_t>(asked.size()));
                asked.push_back({.name = name});
            }
            schema::table about{};
            about.name = of.name;
            about.model = of.schema;
            about.columns = asked;
            about.own_columns = size;
            about.key = key;
            for (const auto& row :
                 rows_of(via_, source_of(via_.dialect).write_kinds, {}, which_tables::all, about, node_))
                for (auto& c : columns)
                    if (c.name == row.name) c.held = kept(row.text), c.shapes = kept(row.other);
        }
    } catch (const error& e) {
        of.gap = kept("its values cannot be read: " + e.info().message);
        return;
    }
    of.columns = to_.keeps.columns.keep(columns);
}

} // namespace dataflow::catalog::detail
