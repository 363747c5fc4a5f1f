// What hand-written SQL does to a database that is in use, known before it runs. Needs libpg_query for
// PostgreSQL's SQL (Debian: libpg-query-dev). See docs/lint.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/details.hpp>
#include <dataflow/lint/codes.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/step.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow {

struct lint_options {
    dataflow::dialect dialect = dataflow::dialect::postgres;
    int server_version = 0; ///< as `migrate::plan::server_version`; 0: not known, the oldest is assumed
    /// The database that it is for; null: not known, and what depends on it is assumed to be at its worst.
    const catalog::database_description* found = nullptr;
    bool in_transaction = true; ///< whether the text runs in one transaction
    bool limits_locks = false;  ///< whether who runs it limits the time for which a lock is waited for
};

/// A finding, and where it stands.
struct lint_finding : migrate::finding {
    std::size_t statement = 0; ///< its number in the text, from 1
    std::size_t line = 0;      ///< from 1
    migrate::lock_mode lock = migrate::lock_mode::none;
    std::string ignored{}; ///< the reason for which it is ignored; empty where it counts
};

/// What a statement does to others.
struct linted_statement {
    std::size_t line = 0;
    std::string text{};
    std::vector<migrate::held_lock> locks{}; ///< on tables that are there; not on those that the text makes
    std::uint8_t effects = 0;                ///< of `migrate::effect`
    bool understood = false;
};

struct lint_report {
    std::vector<linted_statement> statements{};
    std::vector<lint_finding> findings{};

    /// The greatest severity of those that are not ignored.
    [[nodiscard]] dataflow::risk risk() const noexcept {
        auto out = dataflow::risk::none;
        for (const auto& one : findings)
            if (one.ignored.empty()) out = greater(out, one.severity);
        return out;
    }
};

/// What a text of SQL does. A finding is ignored by a comment in the line above its statement, or in it:
/// `-- dataflow:ignore DF-B01 the table has 40 rows`; without a reason it counts all the same. A comment that
/// ignores nothing is a finding itself. Text that is no SQL is a finding, not an exception.
[[nodiscard]] lint_report lint(std::string_view sql, const lint_options& how);

/// The same of a plan: of each of its steps, in its transaction. `how.found`: before the plan.
[[nodiscard]] lint_report lint(const migrate::plan& of, lint_options how);

} // namespace dataflow

#include <dataflow/lint/lint.ipp>

#include <dataflow/core/leave.hpp> // last
