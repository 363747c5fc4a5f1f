// The code of migrate/queue.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/queue_table.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/files.hpp>
#include <dataflow/migrate/history.ipp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/plan_json.hpp>
#include <dataflow/migrate/queue.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace dataflow {

namespace migrate::detail {

inline constexpr sql::statement queue_statement{.node = "queue"};

[[nodiscard]] inline queue_state state_of(std::string_view name) noexcept {
    std::size_t i = 0;
    while (i < static_cast<std::size_t>(queue_state::not_found) &&
           name_of(static_cast<queue_state>(i)) != name)
        ++i;
    return static_cast<queue_state>(i);
}

[[nodiscard]] inline queue_status status_of(const queue_row& r) {
    queue_status out;
    out.id = r.id;
    out.state = state_of(r.state);
    out.priority = r.priority;
    out.timeout = std::chrono::milliseconds{r.timeout};
    out.migration = r.migration;
    out.queued = r.queued_at;
    out.started = r.started_at;
    out.ended = r.ended_at;
    out.who = r.who;
    out.message = r.message;
    return out;
}

/// What a worker does with the rows, on a connection that holds the lock.
class queue_worker {
  public:
    queue_worker(driver::connection& on, const run_options& how) noexcept : on_(&on), how_(&how) {}

    [[nodiscard]] std::vector<queue_status> work() {
        for (auto& r : read_queue(*on_, "state = 'processing'")) settle(r);
        while (!stopped_) {
            auto next = read_queue(*on_, "state = 'pending'");
            if (next.empty()) break;
            run(next.front());
        }
        return std::move(out_);
    }

  private:
    /// One that a worker had begun which is there no longer: it would hold the lock.
    void settle(queue_row& r) {
        const auto all = history{*on_}.read();
        const auto at =
            std::find_if(all.begin(), all.end(), [&](const migration& m) { return m.id == r.migration; });
        if (at == all.end()) { // it had not come to its first step
            r.migration = 0;
            r.started_at.clear();
            become(r, queue_state::pending, queue_state::processing);
            return;
        }
        if (at->open()) {
            attempt(r, [&] { (void)settle_unfinished(*on_, bounded(r)); });
            return;
        }
        r.message = at->message;
        finish(r, at->state == migration_state::done ? queue_state::completed : queue_state::failed);
    }
    void run(queue_row& r) {
        const auto all = history{*on_}.read();
        if (!all.empty() && all.back().open()) { // of somebody else, or one that failed
            (void)settle_unfinished(*on_, *how_);
            return;
        }
        const auto what = plan_from_json(r.plan);
        const auto before = std::find_if(all.begin(), all.end(), [&](const migration& m) {
            return !what.file.name.empty() && m.state == migration_state::done &&
                   m.plan.file.name == what.file.name && m.plan.file.checksum == what.file.checksum;
        });
        const bool was_run = before != all.end();
        r.migration = was_run ? before->id : all.empty() ? 1 : all.back().id + 1;
        r.started_at = utc_now();
        if (!become(r, queue_state::processing, queue_state::pending)) return; // it was cancelled
        if (!was_run) return attempt(r, [&] { (void)run_locked(*on_, what, bounded(r)); });
        r.message = "the file was run meanwhile";
        finish(r, queue_state::completed);
    }
    /// Runs, and stores how it has ended.
    template <class Run>
    void attempt(queue_row& r, Run&& work) {
        try {
            work();
        } catch (const error& e) {
            if (!on_->usable()) throw; // the next worker finds it
            r.message = e.what();
            finish(r, queue_state::failed);
            stopped_ = history{*on_}.open().has_value();
            return;
        }
        const auto all = history{*on_}.read();
        const bool done = std::any_of(all.begin(), all.end(), [&](const migration& m) {
            return m.id == r.migration && m.state == migration_state::done;
        });
        finish(r, done || all.empty() || all.back().id < r.migration ? queue_state::completed
                                                                     : queue_state::failed);
    }
    void finish(queue_row& r, queue_state as) {
        r.ended_at = utc_now();
        become(r, as, queue_state::processing);
        out_.push_back(status_of(r));
    }
    bool become(queue_row& r, queue_state as, queue_state former) {
        r.state = name_of(as);
        return store(*on_, r, name_of(former));
    }
    [[nodiscard]] run_options bounded(const queue_row& r) const {
        auto out = *how_;
        if (r.timeout != 0) out.timeout = std::chrono::milliseconds{r.timeout};
        return out;
    }

    driver::connection* on_;
    const run_options* how_;
    std::vector<queue_status> out_{};
    bool stopped_ = false;
};

} // namespace migrate::detail

DATAFLOW_RUNTIME std::int64_t migration_queue::queue_migration(const migrate::plan& p,
                                                               const migrate::queue_options& how) {
    if (p.dialect != of_.core()->dialect())
        raise(error_kind::invalid_value,
              {.message = "the plan is of another kind of database", .node = "queue"});
    migrate::require_plan(p, how.max_risk);
    const auto lease = of_.core()->lease(&migrate::detail::queue_statement, access::read_write);
    migrate::detail::prepare_queue(lease.connection());
    migrate::detail::queue_row row;
    row.priority = how.priority;
    row.timeout = how.timeout.count();
    row.state = name_of(migrate::queue_state::pending);
    row.queued_at = migrate::detail::utc_now();
    row.who = migrate::detail::who_runs();
    row.plan = migrate::to_json(p);
    migrate::detail::enter(lease.connection(), row);
    return row.id;
}

DATAFLOW_RUNTIME std::int64_t migration_queue::queue_migration(const migrate::queue_options& how) {
    migrate::file_plans files;
    if (of_.file_settings().any()) {
        const auto lease = of_.core()->lease(&migrate::detail::queue_statement, access::read_write);
        files = migrate::pending_files(lease.connection(), of_.file_settings());
        migrate::require_plan(files.together(of_.core()->dialect(), lease.connection().version()),
                              how.max_risk);
    }
    std::int64_t last = 0;
    for (const auto& p : files.plans) last = queue_migration(p, how);
    if (last != 0) return last;
    const auto p = of_.pending();
    return p.empty() ? 0 : queue_migration(p, how);
}

DATAFLOW_RUNTIME std::vector<migrate::queue_status> migration_queue::list(std::size_t most) const {
    const auto lease = of_.core()->lease(&migrate::detail::queue_statement, access::read_write);
    std::vector<migrate::queue_status> waiting, others;
    std::chrono::milliseconds before{0};
    for (const auto& r : migrate::detail::read_queue(lease.connection())) {
        auto one = migrate::detail::status_of(r);
        if (one.state != migrate::queue_state::pending && one.state != migrate::queue_state::processing) {
            others.push_back(std::move(one));
            continue;
        }
        one.estimate = before;
        if (one.state == migrate::queue_state::pending) one.position = waiting.size() + 1;
        before += migrate::plan_from_json(r.plan).estimate();
        if (one.state == migrate::queue_state::pending) waiting.push_back(std::move(one));
        else others.push_back(std::move(one));
    }
    std::sort(others.begin(), others.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
    waiting.insert(waiting.end(), std::make_move_iterator(others.begin()),
                   std::make_move_iterator(others.end()));
    if (waiting.size() > most) waiting.resize(most);
    return waiting;
}

DATAFLOW_RUNTIME migrate::queue_status migration_queue::status(std::int64_t id) const {
    for (auto& one : list())
        if (one.id == id) return std::move(one);
    migrate::queue_status out;
    out.id = id;
    return out;
}

DATAFLOW_RUNTIME bool migration_queue::cancel(std::int64_t id) {
    const auto lease = of_.core()->lease(&migrate::detail::queue_statement, access::read_write);
    for (auto& r : migrate::detail::read_queue(lease.connection(), "id = " + std::to_string(id))) {
        r.state = name_of(migrate::queue_state::cancelled);
        r.ended_at = migrate::detail::utc_now();
        return migrate::detail::store(lease.connection(), r, name_of(migrate::queue_state::pending));
    }
    return false;
}

DATAFLOW_RUNTIME std::vector<migrate::queue_status> migration_queue::run(const migrate::run_options& how) {
    const auto lease = of_.core()->lease(&migrate::detail::queue_statement, access::read_write);
    auto& on = lease.connection();
    if (migrate::detail::read_queue(on, "state IN ('pending', 'processing')").empty()) return {};
    const migrate::lock held{on, how.wait};
    on.accept();
    return migrate::detail::queue_worker{on, how}.work();
}

} // namespace dataflow
