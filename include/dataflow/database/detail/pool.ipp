// The code of database/detail/pool.hpp.
//
// Each connection has a slot. Taking a free one is a single atomic exchange, and so is giving it back while
// nobody waits; a thread looks first at the slot that it had before. A thread that finds all taken comes to
// the lock and the queue. While one waits, a slot is handed from thread to thread and is never seen free.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/driver/home.hpp>
#include <dataflow/driver/limit.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
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

    /// Takes the slot if it is in this state.
    [[nodiscard]] bool claim(use expected) noexcept {
        return now.load(std::memory_order_relaxed) == expected &&
               now.compare_exchange_strong(expected, use::taken);
    }
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

    driver::home here{};    ///< in a child of that process nothing of this is touched
    state* left = nullptr;  ///< the next of those that a child has left alone
    state* other = nullptr; ///< of a pool whose connections are lost with this one's

    std::mutex guard{};
    waiter* first = nullptr; // the queue
    waiter* last = nullptr;

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

DATAFLOW_RUNTIME pool::pool(std::unique_ptr<connector> make, std::size_t limit,
                            std::chrono::milliseconds wait, commits how)
    : state_(new state{std::move(make), limit, wait, how}) {}

DATAFLOW_RUNTIME void pool::watched_by(driver::statement_watch* by) noexcept {
    state_->watch.store(by, std::memory_order_release);
}

DATAFLOW_RUNTIME void pool::tells(pool& other) noexcept { state_->other = other.state_; }

DATAFLOW_RUNTIME pool::~pool() {
    if (!state_->here.left()) {
        delete state_;
        return;
    }
    // In a child the connections are the parent's, and their end would end them there; other threads, which
    // are not here, may have held the locks. All of it stays as it is, and known to whoever looks for leaks.
    static std::atomic<state*> all{nullptr};
    state_->left = all.exchange(state_);
}

DATAFLOW_RUNTIME pool::lease::lease(state& from, slot& s, bool used) noexcept
    : pool_(&from), slot_(&s), connection_(s.connection.get()), used_before_(used) {}

/// A slot that is free; one with a connection, if there is one. Null where all are taken.
DATAFLOW_RUNTIME pool::slot* pool::find(state& s, bool connected) noexcept {
    if (s.limit == 1) {
        auto& one = s.slots[0];
        return one.claim(slot::use::idle) || one.claim(slot::use::vacant) ? &one : nullptr;
    }
    auto& usual = detail::usual_slot();
    for (const auto wanted : {slot::use::idle, slot::use::vacant}) {
        if (connected && wanted == slot::use::vacant) break;
        for (std::size_t i = 0, at = usual % s.limit; i < s.limit; ++i, at = at + 1 == s.limit ? 0 : at + 1)
            if (s.slots[at].claim(wanted)) {
                usual = at;
                return &s.slots[at];
            }
    }
    return nullptr;
}

/// Makes a lease of a taken slot, with a connection that lives.
DATAFLOW_RUNTIME pool::lease pool::lend(state& s, slot& one, bool verify, driver::limit* within) {
    constexpr std::chrono::milliseconds rest{5}; // less is trusted: to look costs a call of the system
    if (s.limit == 1) s.holder.store(std::this_thread::get_id(), std::memory_order_relaxed);
    const auto epoch = s.epoch.load(std::memory_order_relaxed);
    if (one.connection != nullptr) {
        const bool old = one.epoch != epoch;
        const bool rested = verify || (s.remote && std::chrono::steady_clock::now() - one.since > rest);
        if (!old && (!rested || one.connection->alive())) {
            one.connection->watched_by(s.watch.load(std::memory_order_acquire));
            return {s, one, true};
        }
        s.drop(one, !old);
    }
    try {
        one.epoch = s.epoch.load();
        one.connection = s.make->connect();
        one.connection->watched_by(s.watch.load(std::memory_order_acquire));
        ++s.living;
    } catch (const resource_exhausted&) {
        if (s.living.load() == 0) {
            release(s, one);
            throw;
        }
        // The server takes no more, but others have what it gave: one of theirs is waited for. Meanwhile this
        // slot stays taken, so that nobody else tries it in vain.
        slot* other = nullptr;
        try {
            other = queue(s, nullptr, within, true);
        } catch (...) {
            release(s, one);
            throw;
        }
        release(s, one);
        return lend(s, *other, verify, within);
    } catch (...) {
        release(s, one);
        throw;
    }
    return {s, one, false};
}

DATAFLOW_RUNTIME void pool::give_back(state& s, slot& one) noexcept {
    if (s.here.left()) return;
    const auto now = one.connection->settle();
    if (now != driver::condition::sound) s.drop(one, now == driver::condition::lost);
    else if (s.remote) one.since = std::chrono::steady_clock::now();
    release(s, one);
}

/// Hands a taken slot to the thread that waits longest, or makes it free.
DATAFLOW_RUNTIME void pool::release(state& s, slot& one) noexcept {
    if (s.limit == 1) s.holder.store({}, std::memory_order_relaxed);
    const auto hand_over = [&](bool taken) {
        waiter* to = nullptr;
        {
            const std::scoped_lock lock{s.guard};
            if (s.first == nullptr) return false;
            if (!taken && !one.claim(slot::use::idle) && !one.claim(slot::use::vacant))
                return true; // the thread that has it will see to them
            to = &s.pull(nullptr);
        }
        to->answer(&one);
        return true;
    };
    if (s.waiting.load() != 0 && hand_over(true)) return;
    one.now.store(one.connection != nullptr ? slot::use::idle : slot::use::vacant);
    // A thread that has queued up meanwhile has not seen it free, or is seen here: both sides write first and
    // look then.
    if (s.waiting.load() != 0) (void)hand_over(false);
}

/// Waits for a slot; null where somebody else has run the write.
DATAFLOW_RUNTIME pool::slot* pool::queue(state& s, shared_write* share, driver::limit* within,
                                         bool connected) {
    waiter me;
    me.share = share;
    {
        const std::scoped_lock lock{s.guard};
        ++s.waiting;
        if (s.first == nullptr)
            if (auto* free = find(s, connected)) {
                --s.waiting;
                return free;
            }
        if (s.limit == 1 && s.holder.load(std::memory_order_relaxed) == std::this_thread::get_id()) {
            --s.waiting;
            raise(error_kind::protected_operation,
                  {.message = "this thread already uses the database's only connection, by an open "
                              "transaction or stream: run "
                              "the node in that transaction (another one inside of it with tx.nested), or "
                              "end the stream first"});
        }
        s.push(me);
    }
    const auto wake = [](void* w) {
        auto& waits = *static_cast<waiter*>(w);
        const std::scoped_lock lock{waits.guard}; // so that it comes not between a look and the waiting
        waits.wake.notify_one();
    };
    std::optional<driver::limit::watch> watched;
    auto until = std::chrono::steady_clock::now() + s.wait;
    if (within != nullptr) {
        watched.emplace(within, wake, &me);
        until = std::min(until, within->deadline());
    }
    std::unique_lock mine{me.guard};
    const auto answered = [&] { return me.answered; };
    const auto ended = [&] { return me.answered || (within != nullptr && within->stopped()); };
    (void)me.wake.wait_until(mine, until, ended);
    if (!me.answered) {
        mine.unlock();
        {
            const std::scoped_lock lock{s.guard};
            if (me.queued) {
                waiter* before = nullptr;
                for (auto* w = s.first; w != &me; w = w->next) before = w;
                s.pull(before);
                const auto why = within != nullptr ? within->reached() : driver::limit::end::none;
                if (why == driver::limit::end::none)
                    raise(error_kind::timeout,
                          {.message = connected
                                          ? "no connection became free in time, and the server takes no more"
                                          : "no connection became free in time"});
                raise(driver::kind_of(why),
                      {.message = std::string{driver::words_for(why)} + " before a connection became free"});
            }
        }
        mine.lock(); // it is being served
        me.wake.wait(mine, answered);
    }
    return me.given;
}

DATAFLOW_RUNTIME pool::lease pool::acquire(state& s, bool verify, shared_write* share,
                                           driver::limit* within) {
    if (s.here.left())
        raise(error_kind::protected_operation, {.message = std::string{driver::home::left_text}});
    auto* free = s.waiting.load(std::memory_order_relaxed) == 0 ? find(s) : nullptr;
    if (free == nullptr) {
        free = queue(s, share, within);
        if (free != nullptr && share != nullptr)
            return share_with_others(s, lend(s, *free, verify, within), *share);
    }
    if (free != nullptr) return lend(s, *free, verify, within);
    if (share->ended == shared_write::ending::alone) return acquire(s, verify, nullptr);
    if (share->failure) std::rethrow_exception(std::move(share->failure));
    return {};
}

/// Takes the next waiting write out of the queue; it need not be the first there, for a thread that wants a
/// connection for itself gets it after the group.
DATAFLOW_RUNTIME pool::waiter* pool::next_to_share(state& s) noexcept {
    if (s.waiting.load(std::memory_order_relaxed) == 0) return nullptr;
    const std::scoped_lock lock{s.guard};
    waiter* before = nullptr;
    for (auto* w = s.first; w != nullptr; before = std::exchange(w, w->next))
        if (w->share != nullptr) return &s.pull(before);
    return nullptr;
}

/// Runs a write and those that wait in one transaction. Gives the lease where no other waits.
DATAFLOW_RUNTIME pool::lease pool::share_with_others(state& s, lease own, shared_write& first) {
    auto* members = next_to_share(s);
    if (members == nullptr) return own;
    auto* newest = members;
    std::size_t count = 2;
    const auto joined = [&] {
        if (count == detail::most_shared_writes) return false;
        newest->next = next_to_share(s);
        if (newest->next == nullptr) return false;
        newest = newest->next;
        ++count;
        return true;
    };
    while (joined()) {
    }
    {
        const lease used = std::move(own); // goes to the next one before the members wake up
        write_group group{used.connection()};
        group.begin();
        group.add(first);
        for (auto* w = members; w != nullptr; w = w->next) {
            group.add(*w->share);
            if (w->next == nullptr && group.open()) (void)joined(); // those that came meanwhile
        }
        group.finish();
    }
    while (members != nullptr) std::exchange(members, members->next)->answer(nullptr);
    if (first.ended == shared_write::ending::alone) return acquire(s, false, nullptr);
    if (first.failure) std::rethrow_exception(std::move(first.failure));
    return {};
}

DATAFLOW_RUNTIME pool::lease pool::take(bool verify, driver::limit* within) {
    return acquire(*state_, verify, nullptr, within);
}

DATAFLOW_RUNTIME pool::lease pool::take_or_share(shared_write& own) {
    return acquire(*state_, false, state_->how == commits::together ? &own : nullptr);
}

} // namespace dataflow::database_
