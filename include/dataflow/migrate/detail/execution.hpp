// One run of the steps of a migration, forwards or backwards.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/migrate/history.hpp>
#include <dataflow/migrate/options.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// Runs what is left of a migration that is in the history, on a connection that holds the lock.
class execution {
  public:
    execution(driver::connection& on, const run_options& how, migration& m) noexcept
        : on_(&on), how_(&how), m_(&m), history_(on) {}

    /// Runs the steps that are not done, and ends the migration. Throws what a step throws, after the
    /// undoing.
    void forwards();
    /// Undoes the steps that are done, the last one first; then its state is `as`. Throws where one cannot
    /// be.
    /// `lose_data`: columns whose values are lost come back without them; else that is an error.
    void backwards(migration_state as, bool lose_data = false);

    /// An earlier run has begun it, and may have written the first batches of the step that is next.
    void continues() noexcept { wrote_ = true; }

    [[nodiscard]] const run_result& result() const noexcept { return result_; }

  private:
    using clock = driver::limit::clock;

    /// The steps of one transaction, or one that stands alone.
    struct group {
        std::size_t first = 0, end = 0;
        bool alone = false;
    };
    [[nodiscard]] group group_from(std::size_t first) const noexcept;
    [[nodiscard]] group group_until(std::size_t end) const noexcept;

    /// How many steps are done when those before `end` are: what comes then and is a part of the way back
    /// only is done with them, all of it.
    [[nodiscard]] std::size_t done_with(std::size_t end) const noexcept;

    void run_group(const group& g);
    void undo_group(const group& g);
    void run_alone(std::size_t at);
    /// Runs statements of a step, of its `sql` or its `undo`, as its kind says.
    void run_texts(std::size_t at, const std::vector<std::string>& texts);
    void run_backfill(std::size_t at, const std::vector<std::string>& texts);
    void run_batches(std::size_t at, const std::vector<std::string>& texts);
    /// The function that a step calls; null where it calls none. Throws `protected_operation` where it is
    /// missing.
    [[nodiscard]] row_change* function_of(const step& s) const;
    /// One of them, from a key to before another, or to the end; gives how many rows it wrote.
    [[nodiscard]] std::int64_t run_batch(std::size_t at, const std::vector<std::string>& texts,
                                         std::span<const value> between, bool more,
                                         sql::statement_id& prepared);
    /// After a batch that is committed: what it wrote, and the pause until the next one.
    void after_batch(std::size_t at, std::int64_t changed, std::int64_t rows);
    /// What a run that was killed left of a step that stands alone.
    void remove_leftover(const step& s);
    /// Runs `work()` in a transaction; again where locks are not to be had.
    template <class Work>
    void in_transaction(const group& g, Work&& work);
    /// Runs `work()`, and again after a pause where it failed for a reason that passes.
    template <class Work>
    void patiently(std::size_t at, Work&& work);

    [[nodiscard]] bool of_file() const noexcept { return !m_->plan.file.name.empty(); }
    /// What a file's statements have set is not so for those that come after it, and not for the history.
    void leave_file();
    void script(std::string_view text);
    void tell(progress::stage at, std::size_t step, std::int64_t rows = 0) const;
    /// How long statements of these steps wait for locks. Those that stop neither readers nor writers wait as
    /// long as they must.
    void wait_for_locks(const group& g);
    /// Rethrows an error as one of a step, with what became of the others.
    [[noreturn]] void fail(const error& e, std::size_t at, const std::string& stays) const;
    /// Where it waited for a lock in vain: keeps who has it, for the message.
    void look_who_waits(const error& e, std::size_t at);
    /// When all steps are done, or undone: enters how the tables are now, and that it has ended.
    void enter_end(migration_state as);
    /// After a step has failed: undoes the others where that is wanted; gives what stays, in words.
    [[nodiscard]] std::string after_failure(const error& e, std::size_t at);
    [[nodiscard]] std::chrono::milliseconds since_start() const;
    [[nodiscard]] std::string shape_now() const;

    driver::connection* on_;
    const run_options* how_;
    migration* m_;
    history history_;
    driver::limit whole_{};
    clock::time_point start_ = clock::now();
    run_result result_{};
    std::size_t failed_at_ = 0;
    std::string in_the_way_{};                         // who has the lock that a step waited for
    std::optional<std::chrono::milliseconds> waits_{}; // for locks, of the steps that are run
    bool undoing_ = false;
    bool wrote_ = false; // batches of the step that is run are committed, or may be
};

} // namespace dataflow::migrate::detail
