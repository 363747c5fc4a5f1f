// The code of database/pool.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/pool.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace dataflow::database_ {

struct pool::state {
    struct resting {
        std::unique_ptr<driver::connection> connection;
        std::chrono::steady_clock::time_point since;
        std::thread::id by; ///< who used it last
    };

    std::unique_ptr<connector> make;
    std::size_t limit;
    std::chrono::milliseconds wait;
    std::mutex guard{};
    std::condition_variable freed{};
    std::vector<resting> idle{};
    std::size_t open = 0;
    std::thread::id holder{}; ///< the thread that took a connection last
};

DATAFLOW_RUNTIME pool::pool(std::unique_ptr<connector> make, std::size_t limit, std::chrono::milliseconds wait)
    : state_(new state{.make = std::move(make), .limit = limit, .wait = wait}) {
    state_->idle.reserve(limit);
}

DATAFLOW_RUNTIME pool::~pool() { delete state_; }

DATAFLOW_RUNTIME pool::lease::lease(pool& from, std::unique_ptr<driver::connection> c, bool used) noexcept
    : pool_(&from), connection_(std::move(c)), used_before_(used) {}

DATAFLOW_RUNTIME pool::lease pool::take(bool doubtful) {
    const auto now = std::chrono::steady_clock::now(); // not under the lock
    std::unique_lock lock{state_->guard};
    while (true) {
        if (!state_->idle.empty()) {
            // The one that this thread had before, if it is there: the server's process for it has been at work
            // beside this thread. Else the one that has rested least.
            auto& idle = state_->idle;
            auto* chosen = &idle.back();
            for (auto& one : idle)
                if (one.by == std::this_thread::get_id()) chosen = &one;
            auto free = std::move(*chosen);
            if (chosen != &idle.back()) *chosen = std::move(idle.back());
            idle.pop_back();
            state_->holder = std::this_thread::get_id();
            const bool rested = doubtful || now - free.since > std::chrono::seconds{1};
            if (!rested) return {*this, std::move(free.connection), true};
            lock.unlock();
            if (free.connection->alive()) return {*this, std::move(free.connection), true};
            free.connection.reset();
            lock.lock();
            --state_->open;
            continue;
        }
        if (state_->open < state_->limit) break;
        if (state_->limit == 1 && state_->holder == std::this_thread::get_id())
            raise(error_kind::protected_operation,
                  {.message = "this thread uses the database's one connection already, by an open transaction or stream: run "
                              "the node in that transaction, or end the stream first"});
        if (state_->freed.wait_for(lock, state_->wait) == std::cv_status::timeout && state_->idle.empty() && state_->open >= state_->limit)
            raise(error_kind::timeout, {.message = "no connection became free in time"});
    }
    ++state_->open;
    state_->holder = std::this_thread::get_id();
    lock.unlock();
    try {
        return {*this, state_->make->connect(), false};
    } catch (...) {
        lock.lock();
        --state_->open;
        state_->holder = {};
        lock.unlock();
        state_->freed.notify_one();
        throw;
    }
}

DATAFLOW_RUNTIME void pool::give_back(std::unique_ptr<driver::connection> c) noexcept {
    if (c->in_transaction()) c->rollback();
    const bool good = c->usable();
    const auto now = std::chrono::steady_clock::now();
    {
        const std::scoped_lock lock{state_->guard};
        state_->holder = {};
        if (good) state_->idle.push_back({std::move(c), now, std::this_thread::get_id()}); // reserved: cannot throw
        else --state_->open;
    }
    state_->freed.notify_one();
}

} // namespace dataflow::database_
