// What is so on a connection while a part of a migration runs, and is not so after it.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>

#include <optional>

namespace dataflow::migrate::detail {

/// When it ends, statements wait for locks as they did before.
class usual_waits {
  public:
    explicit usual_waits(driver::connection& on) noexcept : on_(&on) {}
    usual_waits(const usual_waits&) = delete;
    usual_waits& operator=(const usual_waits&) = delete;
    ~usual_waits() {
        if (!on_->usable() || on_->in_transaction()) return;
        try {
            on_->wait_for_locks(std::nullopt);
        } catch (const error&) { // the connection is lost
        }
    }

  private:
    driver::connection* on_;
};

/// While it lives, foreign keys are not enforced, if that is wanted.
class unenforced {
  public:
    unenforced(driver::connection& on, bool wanted) : on_(&on) {
        if (wanted) was_ = on.enforce_foreign_keys(false);
    }
    unenforced(const unenforced&) = delete;
    unenforced& operator=(const unenforced&) = delete;
    ~unenforced() {
        if (was_) try {
                on_->enforce_foreign_keys(true);
            } catch (const error&) { // a transaction that cannot be ended: its connection is of no more use
            }
    }

  private:
    driver::connection* on_;
    bool was_ = false;
};

} // namespace dataflow::migrate::detail
