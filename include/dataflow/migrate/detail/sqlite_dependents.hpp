// What reads a table of SQLite's and is in the way while the table is made anew: ALTER TABLE ... RENAME looks
// at all views and triggers, and the former table is gone at that moment.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

struct sqlite_dependents {
    std::vector<std::string> drop{};
    std::vector<std::string> make{};
    std::vector<std::string> prove{}; ///< statements that fail where one no longer fits
};

/// The views that read these tables, or one another, with their triggers, and the triggers of other tables.
[[nodiscard]] sqlite_dependents sqlite_dependents_of(const catalog::database_description& all,
                                                     const std::vector<const catalog::table*>& rebuilt);

/// Statements that fail where a trigger of a table no longer fits; nothing is run.
[[nodiscard]] std::vector<std::string> sqlite_trigger_proofs(const catalog::table& t,
                                                             const std::vector<std::string>& columns);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_dependents.ipp>
#endif
