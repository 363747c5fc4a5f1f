// Connections shared by threads.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace dataflow::database_ {

/// Makes connections; one for each kind of database and use.
class connector {
  public:
    connector() = default;
    connector(const connector&) = delete;
    connector& operator=(const connector&) = delete;
    virtual ~connector() = default;
    [[nodiscard]] virtual std::unique_ptr<driver::connection> connect() = 0;
};

/// At most `limit` connections, made when they are needed and used by one thread at a time.
class pool {
  public:
    pool(std::unique_ptr<connector> make, std::size_t limit, std::chrono::milliseconds wait)
        : make_(std::move(make)), limit_(limit), wait_(wait) {
        idle_.reserve(limit);
    }

    /// A connection on loan; goes back when this is destroyed.
    class lease {
      public:
        lease(pool& from, std::unique_ptr<driver::connection> c, bool used) noexcept
            : pool_(&from), connection_(std::move(c)), used_before_(used) {}
        lease(lease&&) noexcept = default;
        lease(const lease&) = delete;
        lease& operator=(const lease&) = delete;
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        [[nodiscard]] driver::connection& connection() const noexcept { return *connection_; }
        /// Whether it has been used before, and so may have been lost since.
        [[nodiscard]] bool used_before() const noexcept { return used_before_; }

      private:
        pool* pool_;
        std::unique_ptr<driver::connection> connection_;
        bool used_before_;
    };

    /// Waits for a connection. Throws timeout where none becomes free in time, protected_operation where
    /// this thread itself holds the only one, and what connecting throws. With `doubtful`, a connection that
    /// was used before is looked at first, however short it has rested.
    [[nodiscard]] lease take(bool doubtful = false) {
        std::unique_lock lock{guard_};
        while (true) {
            if (!idle_.empty()) {
                auto free = std::move(idle_.back());
                idle_.pop_back();
                note_holder();
                const bool rested = doubtful || std::chrono::steady_clock::now() - free.since > std::chrono::seconds{1};
                if (!rested) return {*this, std::move(free.connection), true};
                lock.unlock();
                if (free.connection->alive()) return {*this, std::move(free.connection), true};
                free.connection.reset();
                lock.lock();
                --open_;
                continue;
            }
            if (open_ < limit_) break;
            if (limit_ == 1 && holder_ == std::this_thread::get_id())
                raise(error_kind::protected_operation,
                      {.message = "this thread uses the database's one connection already, by an open transaction or stream: run "
                                  "the node in that transaction, or end the stream first"});
            if (freed_.wait_for(lock, wait_) == std::cv_status::timeout && idle_.empty() && open_ >= limit_)
                raise(error_kind::timeout, {.message = "no connection became free in time"});
        }
        ++open_;
        note_holder();
        lock.unlock();
        try {
            return {*this, make_->connect(), false};
        } catch (...) {
            lock.lock();
            --open_;
            holder_ = {};
            lock.unlock();
            freed_.notify_one();
            throw;
        }
    }

  private:
    struct resting {
        std::unique_ptr<driver::connection> connection;
        std::chrono::steady_clock::time_point since;
    };

    void note_holder() noexcept { holder_ = std::this_thread::get_id(); }

    void give_back(std::unique_ptr<driver::connection> c) noexcept {
        if (c->in_transaction()) c->rollback();
        const bool good = c->usable();
        {
            const std::scoped_lock lock{guard_};
            holder_ = {};
            if (good) idle_.push_back({std::move(c), std::chrono::steady_clock::now()}); // reserved: cannot throw
            else --open_;
        }
        freed_.notify_one();
    }

    std::unique_ptr<connector> make_;
    std::size_t limit_;
    std::chrono::milliseconds wait_;
    std::mutex guard_;
    std::condition_variable freed_;
    std::vector<resting> idle_;
    std::size_t open_ = 0;
    std::thread::id holder_{};
};

} // namespace dataflow::database_
