// What the lint is asked, and what it says.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/details.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/step.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
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

} // namespace dataflow
