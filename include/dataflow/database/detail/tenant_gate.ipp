// The code of database/detail/tenant_gate.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/tenant_gate.hpp>
#include <dataflow/driver/limit.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace dataflow::database_ {

/// One that waits, on its thread's stack; under the gate's lock.
struct tenant_gate::waiter {
    std::thread::id by = std::this_thread::get_id();
    waiter* next = nullptr;
    bool served = false;
    std::condition_variable wake{};
    std::mutex* guard = nullptr;
};

DATAFLOW_RUNTIME tenant_gate::line& tenant_gate::enter(std::string_view tenant,
                                                       std::chrono::steady_clock::time_point until,
                                                       driver::limit* within) {
    waiter me;
    me.guard = &guard_;
    line* mine = nullptr;
    {
        const std::scoped_lock lock{guard_};
        auto at = lines_.find(tenant);
        if (at == lines_.end()) {
            line fresh;
            fresh.in.push_back(me.by);
            at = lines_.emplace(std::string{tenant}, std::move(fresh)).first;
            at->second.tenant = at->first;
            return at->second;
        }
        mine = &at->second;
        if (mine->in.size() < most_) { // nobody waits then
            mine->in.push_back(me.by);
            return *mine;
        }
        if (std::all_of(mine->in.begin(), mine->in.end(), [&](const auto& by) { return by == me.by; }))
            raise(error_kind::protected_operation,
                  {.message = "this thread already uses all connections that its tenant may have "
                              "(open_options::connections_per_tenant), by open transactions or streams: run "
                              "the node in the transaction, or end the stream first"});
        (mine->first == nullptr ? mine->first : mine->last->next) = &me;
        mine->last = &me;
    }
    const auto wake = [](void* w) {
        auto& waits = *static_cast<waiter*>(w);
        const std::scoped_lock lock{*waits.guard}; // so that it comes not between a look and the waiting
        waits.wake.notify_one();
    };
    std::optional<driver::limit::watch> watched; // not under the lock, which whoever stops the run takes
    if (within != nullptr) {
        watched.emplace(within, wake, &me);
        until = std::min(until, within->deadline());
    }
    std::unique_lock lock{guard_};
    (void)me.wake.wait_until(lock, until,
                             [&] { return me.served || (within != nullptr && within->stopped()); });
    if (me.served) return *mine;
    waiter* before = nullptr;
    for (auto* w = mine->first; w != &me; w = w->next) before = w;
    (before == nullptr ? mine->first : before->next) = me.next;
    if (mine->last == &me) mine->last = before;
    const auto why = within != nullptr ? within->reached() : driver::limit::end::none;
    if (why == driver::limit::end::none)
        raise(error_kind::timeout,
              {.message = "no connection of the tenant became free in time: it has as many as "
                          "open_options::connections_per_tenant says, " +
                          std::to_string(most_)});
    raise(driver::kind_of(why),
          {.message = std::string{driver::words_for(why)} + " before a connection of the tenant became free "
                                                            "(open_options::connections_per_tenant)"});
}

DATAFLOW_RUNTIME void tenant_gate::leave(line& of, std::thread::id by) noexcept {
    const std::scoped_lock lock{guard_};
    const auto at = std::find(of.in.begin(), of.in.end(), by);
    if (auto* const next = of.first; next != nullptr) {
        of.first = next->next;
        if (of.first == nullptr) of.last = nullptr;
        *at = next->by;
        next->served = true;
        next->wake.notify_one(); // under the lock: after it, that one may be gone
        return;
    }
    of.in.erase(at);
    if (of.in.empty()) lines_.erase(lines_.find(of.tenant));
}

} // namespace dataflow::database_
