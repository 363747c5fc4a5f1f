// Migrations that wait for their turn, in the database: the table dataflow_migration_queue.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/options.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/risk.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

namespace migrate {

/// What has become of a migration that was queued.
enum class queue_state : std::uint8_t { pending, processing, completed, failed, cancelled, not_found };
/// `pending`, ...
[[nodiscard]] constexpr std::string_view name_of(queue_state s) noexcept {
    constexpr std::string_view names[]{"pending", "processing", "completed",
                                       "failed",  "cancelled",  "not_found"};
    return names[static_cast<std::size_t>(s)];
}

struct queue_options {
    std::int64_t priority =
        100; ///< the lowest number is run first; of equal ones, that which was queued first
    std::chrono::milliseconds timeout{0}; ///< how long it may take once it is run. 0: as long as it does
    risk max_risk = risk::medium;         ///< a plan that is more dangerous is not queued
};

/// A queued migration as it is now.
struct queue_status {
    std::int64_t id = 0;
    queue_state state = queue_state::not_found;
    std::int64_t priority = 0;
    std::size_t position = 0;              ///< 1: it is run next; 0: it does not wait
    std::chrono::milliseconds estimate{0}; ///< how long it waits, by the plans before it
    std::chrono::milliseconds timeout{0};
    std::int64_t migration = 0;               ///< its number in the history; 0: it has not been begun
    std::string queued{}, started{}, ended{}; ///< `2026-11-30T10:11:12.345Z`; empty: not yet
    std::string who{};                        ///< who queued it
    std::string message{};                    ///< why it failed
};

} // namespace migrate

/// The queue of a database, which all of its programs see: `df::migration_queue queue{db}`. Programs put
/// plans into it, and any of them, a worker, runs what waits: one migration at a time, under the lock of
/// migrations. A worker that is killed leaves nothing stuck: the next one ends what it has begun.
class migration_queue {
  public:
    explicit migration_queue(migrations of) noexcept : of_(std::move(of)) {}
    template <class... Models>
    explicit migration_queue(const database<Models...>& db) : of_(db) {}

    /// Queues a plan, and gives its number. It is run as it is: where another migration changes the same
    /// tables before, it may fail, and its steps are undone. Throws `protected_operation` for a plan with a
    /// question, or one that is too dangerous; `invalid_value` for one of another kind of database.
    std::int64_t queue_migration(const migrate::plan& p, const migrate::queue_options& how = {});
    /// Queues what would change the database into what the models want, as it is now. 0: there is nothing.
    /// Where files of SQL are to be run (`migrations::with_files`), it queues these, each for itself, and
    /// gives the number of the last one: what the models want then is known when they have been run.
    std::int64_t queue_migration(const migrate::queue_options& how = {});

    [[nodiscard]] migrate::queue_status status(std::int64_t id) const;
    /// The last `most` of all, those that wait first, in the order in which they are run.
    [[nodiscard]] std::vector<migrate::queue_status> list(std::size_t most = SIZE_MAX) const;
    /// Takes one out that waits. False where it does not wait.
    bool cancel(std::int64_t id);

    /// Runs what waits until nothing does, and gives what has become of each. Waits `how.wait` for the lock.
    /// One that fails does not stop the others, unless steps of it stay: then the next run ends it first, as
    /// `how.unfinished` says. Throws what taking the lock throws.
    std::vector<migrate::queue_status> run(const migrate::run_options& how = {});

  private:
    migrations of_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/queue.ipp>
#endif
