// The code of database/detail/pool.hpp: writes that share one commit.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/pool_state.hpp>

#include <cstddef>
#include <mutex>
#include <utility>

namespace dataflow::database_ {

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
    if (first.ended == shared_write::ending::alone) return acquire(s, {});
    if (first.failure) std::rethrow_exception(std::move(first.failure));
    return {};
}

DATAFLOW_RUNTIME pool::lease pool::take_or_share(shared_write& own, std::string_view tenant) {
    return acquire_for(*state_, tenant, {.share = state_->how == commits::together ? &own : nullptr});
}

} // namespace dataflow::database_
