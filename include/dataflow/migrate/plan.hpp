// A plan: what changes a database into what a program's models want, step by step.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/step.hpp>
#include <dataflow/sql/dialect.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::migrate {

/// Something that only a person can decide: a column that goes and one of the same type that comes, which may
/// be one that was renamed. A plan with a question is not run.
struct question {
    std::string table{};
    std::string text{};   ///< what is asked
    std::string answer{}; ///< what to write into the model: `.renamed = df::renamed({"old", "new"})`
};

/// The file of SQL that a plan is of.
struct plan_file {
    std::int64_t version = 0;
    std::string name{}; ///< `0001_name`; empty where the plan is none of a file's
    std::string checksum{};
    bool transaction = true; ///< else its statements stand alone, and a failure leaves those before it
};

struct plan {
    plan_file file{};
    std::string change_set{}; ///< the name of the change set that it is of; empty: of none
    dataflow::dialect dialect = dataflow::dialect::sqlite;
    int server_version = 0; ///< PostgreSQL: 150004; SQLite: 3040001; 0: not known, the oldest is assumed
    std::vector<step> steps{};
    std::vector<question> questions{};
    std::vector<finding> findings{};    ///< about no step: of what is ignored
    std::vector<std::string> unknown{}; ///< what was not understood and is left as it is

    [[nodiscard]] bool empty() const noexcept { return steps.empty() && questions.empty(); }
    /// That of its most dangerous step.
    [[nodiscard]] dataflow::risk risk() const noexcept {
        auto out = dataflow::risk::none;
        for (const auto& s : steps) out = greater(out, s.risk);
        return out;
    }
    [[nodiscard]] bool loses_data() const noexcept {
        for (const auto& s : steps)
            if (s.loses_data) return true;
        return false;
    }
    [[nodiscard]] bool reversible() const noexcept {
        for (const auto& s : steps)
            if (!s.irreversible.empty()) return false;
        return true;
    }
    [[nodiscard]] std::chrono::milliseconds estimate() const noexcept {
        std::chrono::milliseconds out{0};
        for (const auto& s : steps) out += s.estimate;
        return out;
    }
};

/// A finding that somebody has looked at. It is told, and stops nothing; one without a reason counts all the
/// same, and one that is not there is told (DF-S01).
struct ignored_finding {
    std::string code{};   ///< `DF-D02`
    std::string table{};  ///< `users`
    std::string column{}; ///< empty: whichever
    std::string reason{};
};

struct plan_options {
    bool online =
        true; ///< PostgreSQL: the ways that let readers and writers go on (concurrent indexes, NOT
              ///< VALID and VALIDATE, batches); else everything in one transaction, which is quicker
    std::int64_t batch = 10'000; ///< rows of a batch of a backfill
    std::vector<ignored_finding> ignored{};
    /// PostgreSQL: a table of at most so many bytes, with its indexes, is written anew in place where the
    /// type of a column changes, which takes about 0.1 s; in a larger one, a column next to it takes its
    /// place.
    std::int64_t small = 3'000'000;
};

/// The plan that changes `found`, which was read with the details, into `wanted`. Only tables that `wanted`
/// has are compared; others are never touched. Of one dialect, else std::invalid_argument.
[[nodiscard]] plan plan_of(const catalog::database_description& wanted,
                           const catalog::database_description& found, int server_version,
                           const plan_options& how = {});

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/plan.ipp>
#endif
