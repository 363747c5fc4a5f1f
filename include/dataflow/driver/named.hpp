// The columns of a result, matched with fields by their names.
#pragma once

#include <dataflow/core/value.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::driver {

/// The fields in the order of the columns; or what does not match, in words, and the names of all of it.
struct matched_columns {
    std::vector<field_access> fields{};
    std::string problem{};
    std::string names{};

    void add(std::string_view name, std::string_view words) {
        problem += (problem.empty() ? "" : "; ") + std::string{words} + " " + std::string{name};
        names += (names.empty() ? "" : ", ") + std::string{name};
    }
};

/// Finds the field of each column. A single field without a name takes the only column.
[[nodiscard]] inline matched_columns match_columns(std::span<const std::string_view> columns, std::span<const field_access> fields) {
    matched_columns out;
    if (fields.size() == 1 && fields[0].name.empty()) {
        out.fields.assign(1, fields[0]);
        if (columns.size() != 1) out.problem = "the result has " + std::to_string(columns.size()) + " columns where one was expected";
        return out;
    }
    std::vector<bool> filled(fields.size());
    for (const auto column : columns) {
        std::size_t at = 0;
        while (at < fields.size() && fields[at].name != column) ++at;
        if (at == fields.size()) out.add(column, "no field takes the result's column");
        else if (filled[at]) out.add(column, "the result has twice the column");
        else {
            filled[at] = true;
            out.fields.push_back(fields[at]);
        }
    }
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (!filled[i]) out.add(fields[i].name, "the result lacks the column");
    return out;
}

} // namespace dataflow::driver
