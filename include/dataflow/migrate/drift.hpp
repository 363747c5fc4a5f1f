// How a database differs from what it should be.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/preview.hpp>

#include <string>
#include <vector>

namespace dataflow::migrate {

/// A table that is not as the last migration of it has left it.
struct changed_table {
    std::string table{};
    std::int64_t since = 0;              ///< the migration
    std::vector<std::string> gone{};     ///< lines of its listing that are there no longer
    std::vector<std::string> appeared{}; ///< and those that came
};

struct drift_report {
    plan from_models{};                        ///< what would make the database what the models want
    std::vector<changed_table> from_history{}; ///< what was changed by others than migrations
    std::vector<std::string> unfinished{};     ///< migrations that have not ended
    /// What makes triggers of options again that are missing or do something else; an opening runs it.
    std::vector<std::string> triggers{};

    /// Whether there is none.
    [[nodiscard]] bool empty() const noexcept {
        return from_models.empty() && from_history.empty() && unfinished.empty() && triggers.empty();
    }
};

/// The tables of which the history knows how they were, against how they are.
[[nodiscard]] std::vector<changed_table> changed_since(const std::vector<migration>& all,
                                                       const catalog::database_description& found);

/// As text, in the words of the preview.
[[nodiscard]] std::string to_text(const drift_report& d, const preview_options& how = {});
[[nodiscard]] std::string to_json(const drift_report& d);

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/drift.ipp>
#endif
