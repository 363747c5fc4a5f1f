// The tables that steps name.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/migrate/plan.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// The names of all tables that a plan's steps are about, each once.
[[nodiscard]] inline std::vector<std::string> tables_of(const plan& p) {
    std::vector<std::string> out;
    for (const auto& s : p.steps)
        if (!s.table.empty() && std::find(out.begin(), out.end(), s.table) == out.end())
            out.push_back(s.table);
    return out;
}

/// The same with what they leave behind under another name: the former tables of renames.
[[nodiscard]] inline std::vector<std::string> tables_before_and_after(const plan& p) {
    auto out = tables_of(p);
    for (const auto& s : p.steps)
        if (s.operation == "rename table" && !s.locks.empty() &&
            std::find(out.begin(), out.end(), s.locks.front().table) == out.end())
            out.push_back(s.locks.front().table);
    return out;
}

/// The table that a step names, `orders` or `sales.orders`; null where there is none.
[[nodiscard]] inline const catalog::table* table_of(const catalog::database_description& found,
                                                    std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? found.find(name)
                                         : found.find(name.substr(dot + 1), name.substr(0, dot));
}

} // namespace dataflow::migrate::detail
