// Connections shared by threads.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/connector.hpp>
#include <dataflow/database/detail/shared_write.hpp>
#include <dataflow/driver/connection.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace dataflow::database_ {

/// Whether the single writes that wait for a pool's connection run in one transaction.
enum class commits : bool { alone, together };

/// At most `limit` connections, made when they are needed and used by one thread at a time. A thread that
/// finds none free waits; the one that waits longest is served first.
class pool {
    struct slot;
    struct waiter;
    struct state;
    struct demand;

  public:
    pool(std::unique_ptr<connector> make, std::size_t limit, std::chrono::milliseconds wait,
         commits how = commits::alone);
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;
    ~pool();

    /// Who is told of what runs on its connections, from the next loan on; null: nobody.
    void watched_by(driver::statement_watch* by) noexcept;

    /// The forms of the database's columns, for its connections from the next loan on.
    void uses(const sql::forms* all) noexcept;

    /// What triggers need of its connections, from the next loan on.
    void assists(const driver::trigger_help* with) noexcept;

    /// From now on lends at most so many to one tenant at once; to be called before any other thread uses it.
    void limit_tenants(std::size_t most);

    /// Where one of this pool's connections is found lost, so are those of another pool, which is of the same
    /// database.
    void tells(pool& other) noexcept;

    /// A connection on loan; goes back when this is destroyed.
    class lease {
      public:
        lease() = default;
        lease(state& from, slot& s, bool used) noexcept;
        lease(lease&& other) noexcept
            : pool_(other.pool_), slot_(other.slot_), connection_(std::exchange(other.connection_, nullptr)),
              used_before_(other.used_before_) {}
        lease(const lease&) = delete;
        lease& operator=(const lease&) = delete;
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (connection_ != nullptr) give_back(*pool_, *slot_);
        }
        /// Whether there is a connection.
        explicit operator bool() const noexcept { return connection_ != nullptr; }
        [[nodiscard]] driver::connection& connection() const noexcept { return *connection_; }
        /// Whether it has been used before, and so may have been lost since.
        [[nodiscard]] bool used_before() const noexcept { return used_before_; }

      private:
        friend pool;
        state* pool_ = nullptr;
        slot* slot_ = nullptr;
        driver::connection* connection_ = nullptr;
        bool used_before_ = false;
    };

    /// Waits for a connection. Throws timeout where none becomes free in time, protected_operation where
    /// this thread itself holds the only one, and what connecting throws. With `verify`, a connection that
    /// was used before is looked at first, however short it has rested.
    /// A limit that is reached before ends the waiting. Tenant: for whom it is; empty: not for one.
    [[nodiscard]] lease take(bool verify = false, driver::limit* within = nullptr,
                             std::string_view tenant = {});

    /// The same for a caller with a single write. Where the connection is busy and `commits::together` was
    /// chosen, the write joins others that wait, and one of their threads runs them all in one transaction:
    /// then the lease is empty, and the write is done and committed. Throws what the write throws, too.
    [[nodiscard]] lease take_or_share(shared_write& own, std::string_view tenant = {});

    /// A connection that is none of the pool's, for whoever keeps one for long.
    [[nodiscard]] std::unique_ptr<driver::connection> another();

  private:
    // Static, and with the state as an argument, so that a lease knows nothing of the pool.
    static void give_back(state& s, slot& one) noexcept;
    static void release(state& s, slot& one) noexcept;
    static slot* find(state& s, bool connected = false) noexcept;
    static lease lend(state& s, slot& one, const demand& of);
    static lease acquire(state& s, const demand& of);
    static lease acquire_for(state& s, std::string_view tenant, demand of);
    static slot* queue(state& s, const demand& of, bool connected = false);
    static waiter* next_to_share(state& s) noexcept;
    static lease share_with_others(state& s, lease own, shared_write& first);

    state* state_; // behind a pointer, so that <mutex> and its kin are not every user's
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/pool.ipp>
#include <dataflow/database/detail/pool_sharing.ipp>
#endif
