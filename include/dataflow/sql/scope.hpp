// Which tables a SELECT knows.
#pragma once

#include <dataflow/core/constant_list.hpp>

#include <string_view>

namespace dataflow::rooms::sql {

/// A table that a SELECT reads from: columns are found by the table's name, or by the alias where it has one.
struct source {
    std::string_view table{};
    std::string_view alias{};
    bool made = false; ///< by another SELECT: its columns are in the form of the library
};

/// The tables of one SELECT, called t0, t1, ... in the statement, and those of the SELECTs around it.
struct scope {
    constant_list<source> sources{};
    int first = 0; ///< the number of its first table
    const scope* outer = nullptr;
};

/// Of a statement about all tenants: a table that belongs to tenants. Those that are joined to it, and those
/// of SELECTs in its statement, have the same tenant.
struct tenant_table {
    int number = -1;           ///< of its name t0, t1, ...; -1: it has its own
    std::string_view name{};   ///< that one
    std::string_view column{}; ///< its tenant; empty: it tells none
    bool may_be_missing = false;
    const tenant_table* before = nullptr;
};

/// Which of them a statement has written so far.
class tenants_met {
  public:
    [[nodiscard]] constexpr const tenant_table* met() const noexcept { return met_; }
    /// From here on these, until the next call; gives those before.
    constexpr const tenant_table* meet(const tenant_table* these) noexcept { // std::exchange costs a compiler
        const auto* const before = met_;
        met_ = these;
        return before;
    }
    /// The table of a statement that is no SELECT of several.
    [[nodiscard]] constexpr const tenant_table& home() const noexcept { return home_; }
    constexpr void stay_at(const tenant_table& home) noexcept { home_ = home; }

    /// Whether the rows of the recursion that is being written say whose they are.
    [[nodiscard]] constexpr bool own_rows_tell() const noexcept { return own_rows_tell_; }
    constexpr void let_own_rows_tell(bool they) noexcept { own_rows_tell_ = they; }

  private:
    const tenant_table* met_ = nullptr;
    bool own_rows_tell_ = false;
    tenant_table home_{};
};

} // namespace dataflow::rooms::sql
