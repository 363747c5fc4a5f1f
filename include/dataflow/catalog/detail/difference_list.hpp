// The differences of two descriptions while they are gathered, table by table.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/constant_vectors.hpp>
#include <dataflow/catalog/name_rule.hpp>
#include <dataflow/catalog/same.hpp>
#include <dataflow/sql/full_text.hpp>

#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow::catalog::detail {

/// Whether the compiler looks, and not the running program.
[[nodiscard]] constexpr bool in_a_constant() noexcept { return std::is_constant_evaluated(); }

class difference_list {
  public:
    DATAFLOW_WITH_VECTORS difference_list(const database_description& wanted,
                                          const database_description& found, compare_options how) noexcept
        : wanted_(wanted), found_(found), how_(how), dialect_(wanted.dialect) {}

  protected:
    using kind = difference_kind;

    /// One more of the tables that are compared.
    DATAFLOW_WITH_VECTORS difference& add(kind what) {
        auto& one = out_.emplace_back();
        one.what = what;
        one.wanted_table = w_;
        one.found_table = f_;
        return one;
    }
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool same(std::string_view a, std::string_view b) const {
        return same_text(dialect_, a, b);
    }
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool keeps(const column_type& wanted,
                                                   const column_type& found) const {
        if (in_a_constant()) return named_(wanted.spelled, found.spelled);
        return keeps_values(dialect_, wanted, found);
    }
    /// Whether a table is one in which SQLite's FTS5 keeps the words of a wanted one.
    [[nodiscard]] DATAFLOW_WITH_VECTORS bool kept_for_searches(std::string_view name) const {
        for (const auto& t : wanted_.tables)
            if (t.full_text && name.size() > t.name.size() && name.starts_with(t.name) &&
                name.substr(t.name.size()).starts_with(sql::search_suffix))
                return true;
        return false;
    }

    const database_description& wanted_;
    const database_description& found_;
    compare_options how_;
    dialect dialect_;
    name_rule named_{dialect_};
    const table* w_ = nullptr; // the tables that are compared
    const table* f_ = nullptr;
    std::vector<difference> out_{};
};

} // namespace dataflow::catalog::detail
