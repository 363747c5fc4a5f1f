// The code of database/detail/pool.hpp.
//
// Each connection has a slot. Taking a free one is a single atomic exchange, and so is giving it back while
// nobody waits; a thread looks first at the slot that it had before. A thread that finds all taken comes to
// the lock and the queue. While one waits, a slot is handed from thread to thread and is never seen free.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/pool_state.hpp>
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

DATAFLOW_RUNTIME pool::pool(std::unique_ptr<connector> make, std::size_t limit,
                            std::chrono::milliseconds wait, commits how)
    : state_(new state{std::move(make), limit, wait, how}) {}

DATAFLOW_RUNTIME void pool::watched_by(driver::statement_watch* by) noexcept {
    state_->watch.store(by, std::memory_order_release);
}

DATAFLOW_RUNTIME void pool::uses(const sql::forms* all) noexcept {
    state_->forms.store(all, std::memory_order_release);
}

DATAFLOW_RUNTIME void pool::assists(const driver::trigger_help* with) noexcept {
    state_->help.store(with, std::memory_order_release);
}

DATAFLOW_RUNTIME std::unique_ptr<driver::connection> pool::another() { return state_->make->connect(); }

DATAFLOW_RUNTIME void pool::tells(pool& other) noexcept { state_->other = other.state_; }

DATAFLOW_RUNTIME void pool::limit_tenants(std::size_t most) {
    if (most < state_->limit) state_->gate = std::make_unique<tenant_gate>(most);
}

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
DATAFLOW_RUNTIME pool::lease pool::lend(state& s, slot& one, const demand& of) {
    constexpr std::chrono::milliseconds rest{5}; // less is trusted: to look costs a call of the system
    if (s.limit == 1) s.holder.store(std::this_thread::get_id(), std::memory_order_relaxed);
    const auto epoch = s.epoch.load(std::memory_order_relaxed);
    if (one.connection != nullptr) {
        const bool old = one.epoch != epoch;
        const bool rested = of.verify || (s.remote && std::chrono::steady_clock::now() - one.since > rest);
        if (!old && (!rested || one.connection->alive())) {
            try {
                s.ready(*one.connection);
            } catch (...) {
                s.drop(one, false);
                release(s, one);
                throw;
            }
            return {s, one, true};
        }
        s.drop(one, !old);
    }
    try {
        one.epoch = s.epoch.load();
        one.connection = s.make->connect();
        s.ready(*one.connection);
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
            other = queue(s, {.within = of.within, .latest = of.latest}, true);
        } catch (...) {
            release(s, one);
            throw;
        }
        release(s, one);
        return lend(s, *other, of);
    } catch (...) {
        release(s, one);
        throw;
    }
    return {s, one, false};
}

DATAFLOW_RUNTIME void pool::give_back(state& s, slot& one) noexcept {
    if (s.here.left()) return;
    const auto entered = std::move(one.entered); // the place is free after the connection
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
DATAFLOW_RUNTIME pool::slot* pool::queue(state& s, const demand& of, bool connected) {
    auto* const within = of.within;
    waiter me;
    me.share = of.share;
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
    auto until = std::min(std::chrono::steady_clock::now() + s.wait, of.latest);
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

DATAFLOW_RUNTIME pool::lease pool::acquire(state& s, const demand& of) {
    if (s.here.left())
        raise(error_kind::protected_operation, {.message = std::string{driver::home::left_text}});
    auto* const share = of.share;
    auto* free = s.waiting.load(std::memory_order_relaxed) == 0 ? find(s) : nullptr;
    if (free == nullptr) {
        free = queue(s, of);
        if (free != nullptr && share != nullptr) return share_with_others(s, lend(s, *free, of), *share);
    }
    if (free != nullptr) return lend(s, *free, of);
    if (share->ended == shared_write::ending::alone) return acquire(s, {});
    if (share->failure) std::rethrow_exception(std::move(share->failure));
    return {};
}

DATAFLOW_RUNTIME pool::lease pool::acquire_for(state& s, std::string_view tenant, demand of) {
    if (s.gate == nullptr || tenant.empty() || s.here.left()) return acquire(s, of);
    of.latest = std::chrono::steady_clock::now() + s.wait; // of both waits
    tenant_gate::place mine{*s.gate, tenant, of.latest, of.within};
    auto out = acquire(s, of);
    if (out) out.slot_->entered = std::move(mine);
    return out;
}

DATAFLOW_RUNTIME pool::lease pool::take(bool verify, driver::limit* within, std::string_view tenant) {
    return acquire_for(*state_, tenant, {.verify = verify, .within = within});
}

} // namespace dataflow::database_
