// What a pool is made of: slots for connections, and who waits for one.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/tenant_gate.hpp>
#include <dataflow/driver/home.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace dataflow::database_ {

/// A place for one connection.
struct alignas(64) pool::slot {
    enum class use : unsigned char { vacant, idle, taken };

    std::atomic<use> now{use::vacant};
    std::unique_ptr<driver::connection> connection{};
    std::chrono::steady_clock::time_point since{}; ///< rests since then; kept for remote ones
    unsigned epoch = 0;                            ///< of the pool, when it was connected
    tenant_gate::place entered{};                  ///< of the tenant that has it, where that is counted

    /// Takes the slot if it is in this state.
    [[nodiscard]] bool claim(use expected) noexcept {
        return now.load(std::memory_order_relaxed) == expected &&
               now.compare_exchange_strong(expected, use::taken);
    }
};

/// What a caller wants of a connection.
struct pool::demand {
    bool verify = false; ///< one that was used before is looked at first
    driver::limit* within = nullptr;
    shared_write* share = nullptr; ///< what it is for, where others may run it
    std::chrono::steady_clock::time_point latest =
        std::chrono::steady_clock::time_point::max(); ///< it waits no longer, as no longer than the pool says
};

/// One that waits, on its thread's stack.
struct pool::waiter {
    shared_write* share = nullptr; ///< what it waits to run, where others may run it
    waiter* next = nullptr;        ///< in the queue or, after that, in a group; under the pool's lock
    bool queued = false;           ///< under the pool's lock

    std::mutex guard{};
    std::condition_variable wake{};
    bool answered = false; ///< under `guard`
    slot* given = nullptr; ///< null: the write has been run

    /// The last that others do with it.
    void answer(slot* with) noexcept {
        const std::scoped_lock lock{guard};
        given = with;
        answered = true;
        wake.notify_one(); // under the lock: after it, this may be gone
    }
};

struct pool::state {
    state(std::unique_ptr<connector> m, std::size_t l, std::chrono::milliseconds w, commits c)
        : make(std::move(m)), slots(std::make_unique<slot[]>(l)), limit(l), wait(w), how(c),
          remote(make->remote()) {}

    std::unique_ptr<connector> make;
    std::unique_ptr<slot[]> slots;
    std::size_t limit;
    std::chrono::milliseconds wait;
    commits how;
    bool remote;
    std::atomic<std::thread::id> holder{}; ///< the thread that has the connection, where there is one only
    std::atomic<std::size_t> waiting{0};   ///< how many are in the queue; changed under the lock
    std::atomic<std::size_t> living{0};    ///< how many connections there are
    std::atomic<unsigned> epoch{
        0}; ///< rises when one is found lost: what was connected before is not lent again

    std::atomic<driver::statement_watch*> watch{nullptr}; ///< told of what runs

    std::atomic<const sql::forms*> forms{nullptr}; ///< of the columns of the database

    std::atomic<const driver::trigger_help*> help{nullptr}; ///< for triggers

    std::unique_ptr<tenant_gate> gate{}; ///< null: tenants are not counted; set when the pool is made

    driver::home here{};    ///< in a child of that process nothing of this is touched
    state* left = nullptr;  ///< the next of those that a child has left alone
    state* other = nullptr; ///< of a pool whose connections are lost with this one's

    std::mutex guard{};
    waiter* first = nullptr; // the queue
    waiter* last = nullptr;

    /// Readies a connection for a loan.
    void ready(driver::connection& one) const {
        one.watched_by(watch.load(std::memory_order_acquire));
        one.use(forms.load(std::memory_order_acquire));
        one.assist(help.load(std::memory_order_acquire));
    }
    /// Destroys the connection of a taken slot; `severed`: the other side has gone.
    void drop(slot& one, bool severed) noexcept {
        one.connection.reset();
        --living;
        if (severed) { // what was connected since another one was lost is none of the old ones
            auto known = one.epoch;
            if (epoch.compare_exchange_strong(known, known + 1) && other != nullptr) ++other->epoch;
        }
    }

    void push(waiter& w) noexcept {
        (first == nullptr ? first : last->next) = &w;
        last = &w;
        w.queued = true;
    }
    /// Takes out the one after `before` (null: the first).
    waiter& pull(waiter* before) noexcept {
        auto& link = before == nullptr ? first : before->next;
        waiter& out = *link;
        link = out.next;
        if (last == &out) last = before;
        out.next = nullptr;
        out.queued = false;
        --waiting;
        return out;
    }
};

namespace detail {

/// As many writes have one commit at most: a thread that waits for them does not wait long.
inline constexpr std::size_t most_shared_writes = 64;

/// The slot at which the thread looks first.
[[nodiscard]] inline std::size_t& usual_slot() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local std::size_t mine = threads.fetch_add(1, std::memory_order_relaxed);
    return mine;
}

} // namespace detail

} // namespace dataflow::database_
