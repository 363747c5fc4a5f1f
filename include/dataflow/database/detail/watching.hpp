// Functions of the program that are told of each statement.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/watch.hpp>

#include <atomic>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

/// A function of the program, called before or after each statement. What it throws is dropped: a statement
/// that has been done has been done.
template <class Function, bool Before>
class statement_listener final : public driver::statement_watch {
  public:
    explicit statement_listener(Function f) : call_(std::move(f)) {}
    void before(const statement_event& e) noexcept override {
        if constexpr (Before) call(e);
    }
    void after(const statement_event& e) noexcept override {
        if constexpr (!Before) call(e);
    }

  private:
    void call(const statement_event& e) noexcept {
        try {
            call_(e);
        } catch (...) { // NOLINT: see above
        }
    }
    Function call_;
};

/// The functions that a database tells, the newest first. They stay as long as it does, and may be added at
/// any time.
class listeners {
  public:
    listeners() = default;
    listeners(const listeners&) = delete;
    listeners& operator=(const listeners&) = delete;
    ~listeners() {
        for (auto* w = first_.load(); w != nullptr;) delete std::exchange(w, w->next);
    }
    void add(driver::statement_watch* owned) noexcept {
        owned->next = first_.load(std::memory_order_relaxed);
        while (!first_.compare_exchange_weak(owned->next, owned, std::memory_order_acq_rel)) {
        }
    }
    [[nodiscard]] driver::statement_watch* first() const noexcept {
        return first_.load(std::memory_order_acquire);
    }

  private:
    std::atomic<driver::statement_watch*> first_{nullptr};
};

/// Sets who is told of what runs on a connection, for the time of a block.
class watched {
  public:
    watched(driver::connection& on, driver::statement_watch& by) noexcept
        : on_(&on), before_(by.next = on.watched_by(&by)) {}
    watched(const watched&) = delete;
    watched& operator=(const watched&) = delete;
    ~watched() { on_->watched_by(before_); }

  private:
    driver::connection* on_;
    driver::statement_watch* before_;
};

} // namespace dataflow::database_
