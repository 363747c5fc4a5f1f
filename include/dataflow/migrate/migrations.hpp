// The migrations of a database: what is to change, what was changed, and changing it. See docs/migrations.md.
#pragma once

#include <dataflow/catalog/models.hpp>
#include <dataflow/core/callback.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/migrated.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/database/option_triggers.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/difference.hpp>
#include <dataflow/migrate/drift.hpp>
#include <dataflow/migrate/event.hpp>
#include <dataflow/migrate/files.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/metrics.hpp>
#include <dataflow/migrate/options.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/rollback.hpp>
#include <dataflow/migrate/run.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dataflow {

/// How a database is migrated.
struct migrate_options {
    bool dry_run = false; ///< plans only: changes nothing, asks nothing
    /// Nobody is asked. Without it, and without `confirm`, a person is asked on a terminal; where there is
    /// none, nothing is changed: `protected_operation`.
    bool auto_confirm = false;
    /// Asked in the person's stead: whether to go on. It must not use the database.
    callback<bool(const migrate::plan&)> confirm{};
    /// A plan that is more dangerous is refused, whoever confirms it.
    risk max_risk = risk::medium;
    /// First, an SQLite file is copied to `<file>.before-<number>`, and the copy is checked; elsewhere the
    /// tables that will change are copied to tables called `dataflow_backup_<number>_<table>`. They are kept;
    /// the number is the migration's.
    bool backup = false;
    std::string backup_file{};     ///< SQLite: where the copy goes instead; there must be none yet
    migrate::file_options files{}; ///< files of SQL, which go first; empty: those of `with_files`
    migrate::plan_options plan{};
    migrate::run_options run{};
    /// Told when the migration begins, and when it has ended or failed; `df::migrate_webhook`
    /// (dataflow/webhook/webhook.hpp) sends it to a URL. It must not use the database. What it throws does
    /// not touch the migration, and is told in `migrate_result::warnings`.
    callback<void(const migrate::event&)> notify{};
    std::chrono::milliseconds slow_threshold{5'000}; ///< what takes longer is told as slow
};

/// What a migration has done, or would do.
struct migrate_result {
    /// The files of SQL and then what the models want; empty where nothing was to change. Where files are to
    /// be run, a dry run has these only: what the models want then is known when they have been run.
    migrate::plan plan{};
    bool done = false;                ///< the plan was run
    migrate::run_result run{};        ///< its last number, how many steps, how long
    std::vector<std::string> files{}; ///< the files that were run: `0001_name`
    migrate::run_result finished{};   ///< of an earlier migration that had not ended; `id` 0: there was none
    std::vector<std::string> backups{};  ///< the file, or the tables
    bool slow = false;                   ///< it took longer than `migrate_options::slow_threshold`
    std::vector<std::string> warnings{}; ///< what did not work and harms nothing: nobody was told, say

    /// Whether the database has been changed.
    [[nodiscard]] bool changed() const noexcept { return done || finished.steps != 0; }
};

namespace migrate {

class change_set; // in migrate/change_set.hpp

/// The way into a database's core, for this room.
struct way_in {
    template <class... Models>
    [[nodiscard]] static std::shared_ptr<database_::core> to(const database<Models...>& db) {
        return db.shared();
    }
    template <class... Models>
    [[nodiscard]] static database<Models...> open(std::shared_ptr<database_::core> of,
                                                  const open_options& how) {
        return database<Models...>{std::move(of), database_::opening_of(how)};
    }
};

/// What is there, as a plan needs it to make what is wanted.
[[nodiscard]] catalog::live_description found_for(driver::connection& on,
                                                  const catalog::database_description& wanted);
/// Throws `protected_operation` for a plan with a question, and for one that is more dangerous than that.
void require_plan(const plan& p, risk max_risk);
/// Counts the rows of the tables that a plan changes, where the database has not counted them (SQLite without
/// ANALYZE). Gives whether any were.
bool count_rows(driver::connection& on, const plan& p, catalog::live_description& found);

/// What makes the plan for some models.
using planner_of_models = plan (*)(driver::connection& on, const plan_options& how);
/// What describes the tables of some models.
using describer_of_models = catalog::live_description (*)(dialect d);
/// What makes the triggers of some models' options what they should be; or, where `changes` is given, what
/// the options need that are switched in steps of their own.
using triggers_of_models = std::vector<std::string> (*)(driver::connection& on,
                                                        std::vector<database_::option_change>* changes);
template <class... Models>
[[nodiscard]] plan plan_for(driver::connection& on, const plan_options& how) {
    const auto wanted = catalog::describe_models<Models...>(on.dialect());
    auto found = found_for(on, wanted);
    auto out = plan_of(wanted, found, on.version(), how);
    // How long it takes, and so how dangerous it is, depends on the rows.
    if (!out.empty() && count_rows(on, out, found)) out = plan_of(wanted, found, on.version(), how);
    return out;
}

} // namespace migrate

/// The migrations of a database: `df::migrations of{db}; of.history()`. May outlive the database's handle.
/// Each call has a connection of the pool for its time; on SQLite that is the one that writes.
class migrations {
  public:
    /// Of a `df::database<Models...>`.
    template <class... Models>
    explicit migrations(const database<Models...>& db)
        : core_(migrate::way_in::to(db)), plans_(&migrate::plan_for<Models...>),
          describes_(&catalog::describe_models<Models...>), triggers_(&database_::triggers_for<Models...>) {}
    /// Of a database as such; without `plans` and `describes`, nothing is known of models.
    explicit migrations(std::shared_ptr<database_::core> of, migrate::planner_of_models plans = nullptr,
                        migrate::describer_of_models describes = nullptr,
                        migrate::triggers_of_models triggers = nullptr) noexcept
        : core_(std::move(of)), plans_(plans), describes_(describes), triggers_(triggers) {}

    /// The same with files of SQL, which are run before what the models want. Throws `invalid_value`, or
    /// `not_found`, where it is used, if they are not as such files are.
    [[nodiscard]] migrations with_files(migrate::file_options files) const {
        auto out = *this;
        out.files_ = std::move(files);
        return out;
    }

    [[nodiscard]] const migrate::file_options& file_settings() const noexcept { return files_; }

    /// What would change the database into what the files and the models want; empty where it is so. Changes
    /// nothing.
    [[nodiscard]] migrate::plan pending(const migrate::plan_options& how = {}) const;
    /// Ends what an earlier run has left, plans, asks, and runs the plan. One program at a time does; a
    /// second one waits, and finds nothing to do. Throws what planning and running throw (`migrate::run`);
    /// `protected_operation` where nobody confirms, the plan is too dangerous, or has a question.
    migrate_result run(const migrate_options& how = {}) const;
    /// The same of a migration that is written by hand. It runs no `files`: `invalid_value` where there are.
    [[nodiscard]] migrate::plan pending(const migrate::change_set& what,
                                        const migrate::plan_options& how = {}) const;
    migrate_result run(const migrate::change_set& what, const migrate_options& how = {}) const;
    /// All migrations, the oldest first; the last `most` of them.
    [[nodiscard]] std::vector<migrate::migration> history(std::size_t most = SIZE_MAX) const;
    /// How migrations have gone: how many, their mean time, failures, and those slower than a threshold.
    [[nodiscard]] migrate::metrics metrics(std::chrono::milliseconds slow_threshold = std::chrono::seconds{
                                               5}) const;
    [[nodiscard]] migrate::rollback_analysis analyze_rollback(std::int64_t id) const;
    migrate::run_result rollback(std::int64_t id, const migrate::rollback_options& how = {}) const;
    /// How the database differs from the models, and from what its last migrations have left.
    [[nodiscard]] migrate::drift_report drift() const;
    /// What the files are to the database.
    [[nodiscard]] std::vector<migrate::file_status> files() const;

    /// The database as it is.
    [[nodiscard]] migrate::found_database found() const;
    /// The tables that the models want, in any kind of database; nothing where no models are known.
    [[nodiscard]] std::optional<catalog::live_description> wanted(dialect d) const;

    [[nodiscard]] const std::shared_ptr<database_::core>& core() const noexcept { return core_; }

  private:
    template <class Work>
    auto on_connection(Work&& work) const;
    [[nodiscard]] migrate::plan tables_on(driver::connection& on, const migrate::plan_options& how) const;
    [[nodiscard]] migrate::plan plan_on(driver::connection& on, const migrate::plan_options& how) const;
    [[nodiscard]] migrate::plan all_on(driver::connection& on, const migrate::plan_options& how) const;
    void run_files(driver::connection& on, const migrate_options& how, migrate_result& to) const;
    void run_models(driver::connection& on, const migrate_options& how, migrate_result& to) const;
    /// Whether triggers of options are missing, or do something else.
    [[nodiscard]] bool lacks_triggers(driver::connection& on) const {
        return triggers_ != nullptr && !triggers_(on, nullptr).empty();
    }
    void make_triggers(driver::connection& on) const;
    void run_plan(driver::connection& on, migrate::plan wanted, const migrate_options& how,
                  migrate_result& to) const;

    std::shared_ptr<database_::core> core_;
    migrate::planner_of_models plans_ = nullptr;
    migrate::describer_of_models describes_ = nullptr;
    migrate::triggers_of_models triggers_ = nullptr;
    migrate::file_options files_{};
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/migrations.ipp>
#endif
