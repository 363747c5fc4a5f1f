// Tables by their names, where one after another of many is looked for.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/name_rule.hpp>
#include <dataflow/sql/column_type.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// Borrows the tables, whose names stay as they are.
class name_index {
  public:
    name_index(dialect d, std::span<const table> tables) : rule_(d), tables_(tables) {
        for (std::size_t i = 0; i < tables.size(); ++i) places_[key_of(tables[i].name)].push_back(i);
    }

    /// The positions of the tables of a name, in their order.
    [[nodiscard]] std::span<const std::size_t> places(std::string_view name) const {
        const auto at = places_.find(key_of(name));
        if (at == places_.end()) return {};
        return at->second;
    }
    /// The table of a name and a schema; null where there is none.
    [[nodiscard]] const table* find(std::string_view name, std::string_view schema) const {
        for (const auto i : places(name))
            if (tables_[i].schema.empty() || rule_(tables_[i].schema, schema)) return &tables_[i];
        return nullptr;
    }

  private:
    [[nodiscard]] std::string key_of(std::string_view name) const {
        return rule_.folds ? sql::in_capitals(name) : std::string{name};
    }

    name_rule rule_;
    std::span<const table> tables_;
    std::map<std::string, std::vector<std::size_t>> places_{};
};

} // namespace dataflow::catalog
