// What reads a table of SQLite's and is in the way while the table is made anew: ALTER TABLE ... RENAME looks
// at all views and triggers, and the former table is gone at that moment.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

struct sqlite_dependents {
    std::string names{};               ///< of the views and triggers, for people
    std::vector<std::string> drop{};   ///< before all
    std::vector<std::string> former{}; ///< takes that back
    std::vector<std::string> make{};   ///< after all
    std::vector<std::string> leave{};  ///< takes that back
    std::vector<std::string> prove{};  ///< statements that fail where a view no longer fits
};

/// The triggers of tables that are made anew, the views that read these tables, or one another, with their
/// triggers, and the triggers of other tables that name any of them. `gone`: triggers that are taken away
/// before.
[[nodiscard]] sqlite_dependents sqlite_dependents_of(const catalog::database_description& all,
                                                     const std::vector<const sqlite_table*>& rebuilt,
                                                     const std::vector<std::string_view>& gone);

/// The views whose text names a column of a table, which they no longer can where it goes: those that read
/// the table, and those that read it through `*` of another view.
[[nodiscard]] std::vector<const catalog::table*> sqlite_views_naming(const catalog::database_description& all,
                                                                     const catalog::table& t,
                                                                     std::string_view column);

/// Statements that fail where a trigger of a table no longer fits; nothing is run.
[[nodiscard]] std::vector<std::string> sqlite_trigger_proofs(const catalog::table& t,
                                                             const std::vector<std::string>& columns);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_dependents.ipp>
#endif
