// Tells the program of its migrations.
#pragma once

#include <dataflow/migrate/event.hpp>
#include <dataflow/migrate/history.ipp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/run.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <string>

namespace dataflow::migrate::detail {

/// Tells of migrations that are run.
class announcer {
  public:
    announcer(const migrate_options& how, migrate_result& out) noexcept : how_(&how), out_(&out) {}

    /// Runs `work`, which gives how long it took, as the migration of a number.
    template <class Work>
    void around(std::int64_t id, const plan& p, Work&& work) {
        const auto start = std::chrono::steady_clock::now();
        event e;
        e.id = id;
        e.plan = &p;
        e.program = how_->run.program;
        if (how_->notify) e.who = who_runs();
        tell(e);
        try {
            e.took = work();
        } catch (const std::exception& failure) {
            e.what = event_kind::failed;
            e.message = failure.what();
            e.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                           start);
            e.slow = e.took > how_->slow_threshold;
            tell(e);
            throw;
        }
        e.what = event_kind::done;
        e.slow = e.took > how_->slow_threshold;
        out_->slow = out_->slow || e.slow;
        tell(e);
    }

  private:
    void tell(const event& e) {
        if (!how_->notify) return;
        try {
            how_->notify(e);
        } catch (const std::exception& failure) {
            out_->warnings.push_back("nobody was told that migration " + std::to_string(e.id) + " is " +
                                     std::string{name_of(e.what)} + ": " + failure.what());
        }
    }

    const migrate_options* how_;
    migrate_result* out_;
};

/// The same of a plan that is the next one of the history.
template <class Work>
void announce(driver::connection& on, const plan& p, const migrate_options& how, migrate_result& to,
              Work&& work) {
    const auto before = history{on}.last();
    announcer{how, to}.around(before ? before->id + 1 : 1, p, work);
}

/// Ends the migration that has not ended, and tells of that.
inline void announce_unfinished(driver::connection& on, const migrate_options& how, migrate_result& to) {
    if (const auto open = history{on}.open())
        announcer{how, to}.around(open->id, open->plan, [&] {
            to.finished = settle_unfinished(on, how.run);
            return to.finished.took;
        });
}

} // namespace dataflow::migrate::detail
