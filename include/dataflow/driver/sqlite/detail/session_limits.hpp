// How long an operation on SQLite may take, and wait for a lock.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/limit.hpp>
#include <dataflow/driver/sqlite/detail/session.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>
#include <utility>

namespace dataflow::driver::sqlite_ {

void session::start_limited(const subject& s, bool each) {
    if (home_.left()) refuse(s, error_kind::protected_operation, home::left_text);
    armed_ = true;
    cut_ = limit_ != nullptr ? limit_->reached() : limit::end::none;
    if (cut_ != limit::end::none)
        refuse(s, driver::kind_of(cut_), std::string{words_for(cut_)} + " before the statement was run");
    until_ = limit_ != nullptr ? limit_->deadline() : limit::never;
    if (each && settings_.statement_timeout.count() != 0)
        until_ = std::min(until_, limit::clock::now() + settings_.statement_timeout);
}

inline void session::set_limited() noexcept {
    const bool now = limit_ != nullptr || settings_.statement_timeout.count() != 0;
    cut_ = limit::end::none;
    if (now == std::exchange(limited_, now)) return;
    state_.limits = this;
    state_.stop = nullptr;
    if (now) {
        state_.stop = [](void* self) {
            auto& s = *static_cast<session*>(self);
            return s.armed_ && !s.has_committed() && s.look();
        };
        sqlite3_progress_handler(
            database(), 1000, [](void* of) { return static_cast<callback_state*>(of)->stopped() ? 1 : 0; },
            &state_);
        sqlite3_busy_handler(
            database(),
            [](void* self, int times) { return static_cast<session*>(self)->wait_for_lock(times) ? 1 : 0; },
            this);
    } else {
        sqlite3_progress_handler(database(), 0, nullptr, nullptr);
        set_busy_timeout(database(), busy_);
    }
}

/// SQLite asks once more at the end of a statement, when one that commits by itself has done so: cut short
/// then, it would be an error of what is done. (What has not begun to write yet is asked again.)
inline bool session::has_committed() const noexcept {
    return alone_ && sqlite3_txn_state(database(), nullptr) != SQLITE_TXN_WRITE;
}

inline bool session::look() noexcept {
    if (cut_ != limit::end::none) return true;
    if (limit_ != nullptr && limit_->stopped()) cut_ = limit::end::stop;
    else if (until_ != limit::never && limit::clock::now() >= until_) cut_ = limit::end::time;
    return cut_ != limit::end::none;
}

inline bool session::wait_for_lock(int times) noexcept {
    const auto now = limit::clock::now();
    if (times == 0) lock_until_ = now + busy_;
    if (look() || now >= lock_until_) return false;
    constexpr std::chrono::milliseconds longest{10};
    const auto pause = std::min<limit::clock::duration>(
        {std::chrono::milliseconds{times + 1}, longest, lock_until_ - now, until_ - now});
    std::this_thread::sleep_for(pause);
    return true;
}

} // namespace dataflow::driver::sqlite_
