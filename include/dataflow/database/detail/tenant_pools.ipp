// The code of database/detail/tenant_pools.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/tenant_pools.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace dataflow::database_ {

namespace detail {
[[noreturn, gnu::cold]] inline void refuse_place(error_kind kind, const char* why) {
    raise(kind, {.message = why, .node = "tenant"});
}
} // namespace detail

/// A tenant's pool that no other thread is opening or closing; the end where there is none.
DATAFLOW_RUNTIME tenant_pools::place tenant_pools::find_settled(lock& held, const std::string& name) {
    for (;;) {
        const auto at = all_.find(name);
        if (at == all_.end() || at->second.pool != nullptr) return at;
        changed_->wait(held);
    }
}

/// Those who use a pool share one pointer; when the last of them is gone, whoever waits is told. That it is
/// not told under the lock, and may come too early, costs a waiter a moment (see `make_room`).
DATAFLOW_RUNTIME tenant_pools::pool_ptr tenant_pools::give(entry& of) {
    of.used = ++uses_;
    if (auto there = of.given.lock()) return there;
    pool_ptr out{of.pool.get(), [keeps = of.pool, changed = changed_](core*) mutable {
                     keeps.reset();
                     changed->notify_all();
                 }};
    of.given = out;
    return out;
}

/// Waits until one more may be open, and makes an entry for it. `leaves`: a pool that makes room, to be
/// closed without the lock. False where another thread was first.
DATAFLOW_RUNTIME bool tenant_pools::make_room(lock& held, const std::string& name, pool_ptr& leaves) {
    const auto until = std::chrono::steady_clock::now() + wait_;
    while (most_ != 0 && all_.size() >= most_) {
        auto oldest = all_.end();
        for (auto at = all_.begin(); at != all_.end(); ++at) {
            const auto& one = at->second;
            if (one.pool == nullptr || !one.given.expired()) continue;
            if (oldest == all_.end() || one.used < oldest->second.used) oldest = at;
        }
        if (oldest != all_.end()) {
            leaves = std::move(oldest->second.pool);
            all_.erase(oldest);
            break;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now >= until)
            detail::refuse_place(error_kind::timeout,
                                 "as many tenants as open_tenants says are open, and all of them are in use");
        changed_->wait_until(held, std::min(until, now + std::chrono::milliseconds{20}));
        if (all_.contains(name)) return false;
    }
    all_.try_emplace(name);
    return true;
}

/// Opens a tenant's pool, which has its entry, without the lock.
DATAFLOW_RUNTIME tenant_pools::pool_ptr tenant_pools::opened(lock& held, const std::string& name,
                                                             const opener& how, pool_ptr leaves) {
    held.unlock();
    leaves.reset();
    pool_ptr pool;
    try {
        pool = how.open(how.with, name);
    } catch (...) {
        forget(name);
        throw;
    }
    held.lock();
    auto& own = all_[name];
    own.pool = std::move(pool);
    changed_->notify_all();
    return give(own);
}
DATAFLOW_RUNTIME void tenant_pools::forget(const std::string& name) noexcept {
    const std::scoped_lock held{guard_};
    all_.erase(name);
    changed_->notify_all();
}

DATAFLOW_RUNTIME tenant_pools::pool_ptr tenant_pools::take(const std::string& name, const opener& how) {
    pool_ptr leaves;
    lock held{guard_};
    do {
        if (const auto at = find_settled(held, name); at != all_.end()) return give(at->second);
    } while (!make_room(held, name, leaves));
    return opened(held, name, how, std::move(leaves));
}

DATAFLOW_RUNTIME tenant_pools::pool_ptr tenant_pools::take_new(const std::string& name, const opener& how) {
    pool_ptr leaves;
    lock held{guard_};
    do {
        if (find_settled(held, name) != all_.end())
            detail::refuse_place(error_kind::unique_violation, "the tenant is there");
    } while (!make_room(held, name, leaves));
    return opened(held, name, how, std::move(leaves));
}

DATAFLOW_RUNTIME void tenant_pools::close(const std::string& name,
                                          void (*remove)(const void* with, const std::string& name),
                                          const void* with) {
    {
        lock held{guard_};
        pool_ptr leaves;
        if (const auto at = find_settled(held, name); at == all_.end()) all_.try_emplace(name);
        else if (!at->second.given.expired())
            detail::refuse_place(error_kind::protected_operation,
                                 "the tenant is in use: a session, a stream or a transaction of it is there");
        else leaves = std::move(at->second.pool);
        held.unlock();
        // The last user may be on its way out still; then this thread closes the connections.
        while (leaves != nullptr && leaves.use_count() != 1) std::this_thread::yield();
    }
    try {
        remove(with, name);
    } catch (...) {
        forget(name);
        throw;
    }
    forget(name);
}

DATAFLOW_RUNTIME std::size_t tenant_pools::open() const {
    const std::scoped_lock held{guard_};
    return static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [](const auto& one) { return one.second.pool != nullptr; }));
}

} // namespace dataflow::database_
