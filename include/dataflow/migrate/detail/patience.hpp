// Parts of a migration that are run again where they failed for a reason that passes.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/execution.hpp>
#include <dataflow/migrate/detail/guards.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <thread>

namespace dataflow::migrate::detail {

/// Whether it may go well a little later: a lock that was not to be had, a deadlock.
[[nodiscard]] inline bool passes(const error& e) {
    if (e.kind() == error_kind::serialization_failure) return true;
    if (e.kind() != error_kind::timeout) return false;
    const auto& code = e.code(); // PostgreSQL's lock_not_available; SQLite's BUSY and LOCKED with their kin
    return code == "55P03" || code == "5" || code == "6" || code == "261" || code == "517";
}

template <class Work>
void execution::patiently(std::size_t at, Work&& work) {
    failed_at_ = at;
    auto pause = how_->pause;
    for (int attempt = 1;; ++attempt) {
        try {
            work();
            return;
        } catch (const error& e) {
            if (on_->in_transaction()) on_->rollback();
            if (!passes(e) || attempt >= how_->attempts || !on_->usable()) throw;
            if (whole_.deadline() != driver::limit::never && clock::now() + pause >= whole_.deadline()) throw;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds{10'000});
    }
}

template <class Work>
void execution::in_transaction(const group& g, Work&& work) {
    bool wanted = false;
    for (auto i = g.first; i < g.end; ++i) wanted = wanted || m_->plan.steps[i].without_foreign_keys;
    const unenforced without{*on_, wanted};
    patiently(g.first, [&] {
        on_->begin(access::read_write, isolation::standard);
        const auto before = m_->steps_done;
        try {
            work();
            on_->commit();
        } catch (...) {
            m_->steps_done = before;
            if (on_->in_transaction()) on_->rollback();
            throw;
        }
    });
}

} // namespace dataflow::migrate::detail
