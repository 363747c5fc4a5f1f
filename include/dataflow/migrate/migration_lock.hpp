// A lock for purposes of a program's own: one program at a time does something with a database.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/migrations.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow {

struct lock_options {
    std::chrono::milliseconds wait{60'000}; ///< how long to wait until it is free; then `timeout`
};

/// Held while it lives: `df::migration_lock lock{db, "schema"};`. It has a connection of its own, and ends
/// with it or with its process: nobody can steal it, and it is never left behind. `migration` is the scope of
/// the library's migrations: whoever holds that, no migration is run. On a database in memory, which is one
/// process's own, there is nobody to wait for, and it is had at once.
class migration_lock {
  public:
    /// Waits until it is free. `scope`: up to 60 letters, digits, `_` and `-`; on PostgreSQL each schema has
    /// its own. Throws `timeout`, which names the holder and since when it is there; `protected_operation`
    /// behind a pooler in transaction mode; `invalid_value` for another scope.
    explicit migration_lock(const migrations& of, std::string_view scope = "migration",
                            const lock_options& how = {});
    template <class... Models>
    explicit migration_lock(const database<Models...>& db, std::string_view scope = "migration",
                            const lock_options& how = {})
        : migration_lock(migrations{db}, scope, how) {}
    migration_lock(const migration_lock&) = delete;
    migration_lock& operator=(const migration_lock&) = delete;
    ~migration_lock();

    [[nodiscard]] const std::string& scope() const noexcept { return scope_; }
    /// Who holds it: `ann@host (process 4711)`.
    [[nodiscard]] const std::string& holder() const noexcept { return holder_; }
    /// How long it has been held.
    [[nodiscard]] std::chrono::milliseconds age() const noexcept;
    /// Whether it is still held: asks the database, and so shows those who wait a sign of life. False where
    /// the connection was lost, or where somebody has removed SQLite's file of the lock. Nothing gets it
    /// back.
    [[nodiscard]] bool heartbeat() noexcept;
    /// The same; throws `connection_error` where it is lost.
    void require();

    /// Who holds a lock, for people, without waiting for it; nothing where nobody does.
    [[nodiscard]] static std::optional<std::string> holder_of(const migrations& of,
                                                              std::string_view scope = "migration");

  private:
    std::string scope_;
    std::string name_;
    std::string holder_;
    std::chrono::steady_clock::time_point since_{};
    std::unique_ptr<driver::connection> on_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/migration_lock.ipp>
#endif
