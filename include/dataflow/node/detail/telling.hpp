// Tells a connection's watches of what an executor runs.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/watch.hpp>

#include <chrono>
#include <cstdint>
#include <exception>

namespace dataflow::node_::detail {

/// Tells a connection's watches of one statement or step: before it, and, when this is destroyed, after it.
class telling {
  public:
    using step = statement_event::step;

    telling(driver::connection& on, step what, const sql::statement* of, bool writes,
            const sql::session_values* session) noexcept
        : first_(on.watch()) {
        while (first_ != nullptr && !first_->hears_events) first_ = first_->next;
        if (first_ == nullptr) return;
        event_.what = what;
        event_.node = of != nullptr && !of->node.empty() ? of->node : "transaction";
        if (of != nullptr && of->table != nullptr) event_.model = of->table->model;
        event_.dialect = on.dialect();
        event_.writes = writes;
        event_.in_transaction = on.in_transaction();
        if (session != nullptr) {
            event_.actor = session->actor;
            event_.request = session->request;
        }
        for (auto* w = first_; w != nullptr; w = w->next) w->before(event_);
        started_ = std::chrono::steady_clock::now();
    }
    telling(const telling&) = delete;
    telling& operator=(const telling&) = delete;
    ~telling() {
        if (first_ == nullptr) return;
        event_.duration = std::chrono::steady_clock::now() - started_;
        for (auto* w = first_; w != nullptr; w = w->next) w->after(event_);
    }

    void within_transaction() noexcept { event_.in_transaction = true; }
    /// It failed, or (null) was not run, for another one failed before it.
    void fails(const std::exception_ptr& why) noexcept {
        event_.failed = error_kind::not_done;
        try {
            if (why) std::rethrow_exception(why);
        } catch (const error& e) {
            event_.failed = e.kind();
        } catch (...) {
            event_.failed = error_kind::resource_exhausted;
        }
    }
    void gave(std::int64_t rows) noexcept { event_.rows = rows; }
    /// Runs `work`, and takes note of how it fails.
    template <class Work>
    decltype(auto) run(const Work& work) {
        try {
            return work();
        } catch (const error& e) {
            event_.failed = e.kind();
            throw;
        } catch (...) { // no memory, or what a row was read into has thrown
            event_.failed = error_kind::resource_exhausted;
            throw;
        }
    }

  private:
    driver::statement_watch* first_; // that hears events
    statement_event event_{};
    std::chrono::steady_clock::time_point started_{};
};

} // namespace dataflow::node_::detail
