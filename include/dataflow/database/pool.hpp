// Connections shared by threads.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>

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
    pool(std::unique_ptr<connector> make, std::size_t limit, std::chrono::milliseconds wait);
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;
    ~pool();

    /// A connection on loan; goes back when this is destroyed.
    class lease {
      public:
        lease(pool& from, std::unique_ptr<driver::connection> c, bool used) noexcept;
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
    [[nodiscard]] lease take(bool doubtful = false);

  private:
    struct state;

    void give_back(std::unique_ptr<driver::connection> c) noexcept;

    state* state_; // behind a pointer, so that <mutex> and its kin are not every user's
};

} // namespace dataflow::database_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/database/pool.ipp>
#endif
