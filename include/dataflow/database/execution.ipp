// The code of database/execution.hpp.
#pragma once

#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/watching.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/database/session.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void run_watch::after(const statement_event& e) noexcept {
    using step = statement_event::step;
    switch (e.what) {
    case step::statement:
        if (!e.writes) break;
        if (e.in_transaction) wrote_ = true;
        else if (!e.failed) stays_ = true;
        break;
    case step::begin:
    case step::rollback: wrote_ = false; break;
    case step::commit:
        if (!e.failed && wrote_) stays_ = true;
        break;
    case step::savepoint:
    case step::release:
    case step::rollback_to: break; // a part that is undone is counted: the run is then repeated less often
    }
}

namespace detail {

/// Whether an error says that all that it is about was surely not done, or may be done twice, and that it may
/// go well next time.
[[nodiscard]] inline bool is_worth_a_retry(const error& e) noexcept {
    return e.kind() == error_kind::serialization_failure || e.kind() == error_kind::not_done ||
           (e.kind() == error_kind::in_doubt && e.info().retry_is_safe);
}

/// Waits, a little less or more than said, so that two that have met do not meet again. False where a limit
/// ends it before.
[[nodiscard]] inline bool pause(std::chrono::milliseconds length, driver::limit* within) {
    constexpr std::chrono::milliseconds longest{1000};
    const auto now = std::chrono::steady_clock::now();
    const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::min(length, longest));
    const auto until = now + whole / 2 + whole * (now.time_since_epoch().count() / 1000 % 256) / 512;
    if (within == nullptr) {
        std::mutex guard;
        std::condition_variable nobody;
        std::unique_lock held{guard};
        (void)nobody.wait_until(held, until, [] { return false; });
        return true;
    }
    struct sleeper {
        std::mutex guard{};
        std::condition_variable wake{};
    } me;
    const driver::limit::watch woken{within,
                                     [](void* of) {
                                         auto& one = *static_cast<sleeper*>(of);
                                         const std::scoped_lock held{one.guard};
                                         one.wake.notify_one();
                                     },
                                     &me};
    std::unique_lock held{me.guard};
    (void)me.wake.wait_until(held, std::min(until, within->deadline()), [&] { return within->stopped(); });
    return within->reached() == driver::limit::end::none;
}

} // namespace detail

DATAFLOW_RUNTIME void execute(core& on, const sql::statement* what, access mode, bool reads_only,
                              const execution& how, void (*work)(void* state, context& inside), void* state) {
    bool looked = !reads_only; // whether a connection that has rested was replaced
    auto length = how.pause;
    for (unsigned left = how.retries;;) {
        run_watch seen;
        bool used_before = false;
        try {
            if (how.within != nullptr) {
                try {
                    how.within->require();
                } catch (const error& e) {
                    throw_named(e, what);
                }
            }
            const auto lease = on.lease(what, mode, reads_only && looked, how.within, how.session);
            used_before = lease.used_before();
            std::optional<bound> limited;
            std::optional<watched> asked, told;
            if (how.within != nullptr) limited.emplace(lease.connection(), *how.within);
            if (how.watch != nullptr) asked.emplace(lease.connection(), *how.watch);
            if (how.retries != 0) told.emplace(lease.connection(), seen);
            context inside{lease.connection(), how.session};
            try {
                std::optional<core::mark> here;
                if (what != nullptr && what->runs_functions) here.emplace(on, core::use::workflow);
                return work(state, inside);
            } catch (const error& e) {
                throw_named(e, what, &lease.connection());
            }
        } catch (const error& e) {
            const bool rested =
                !looked && used_before && dynamic_cast<const connection_error*>(&e) != nullptr;
            looked = looked || rested;
            if (rested) continue;
            if (left == 0 || seen.may_stay() || !detail::is_worth_a_retry(e)) throw;
            if (!detail::pause(length, how.within)) throw;
        }
        --left;
        length = std::min(length * 2, std::chrono::milliseconds{1000});
    }
}

} // namespace dataflow::database_
