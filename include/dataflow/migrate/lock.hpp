// The lock by which one program at a time migrates a database.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace dataflow::migrate {

/// The lock's name for what the library itself does; a program may have others for purposes of its own
/// (migrate/migration_lock.hpp).
inline constexpr std::string_view lock_scope = "migration";

/// Waits until the lock of a name is free, and takes it. `scope`: what messages call it. Throws as `lock`.
void take_lock(driver::connection& on, std::chrono::milliseconds wait, std::string_view name,
               std::string_view scope);

/// Held while it lives. It belongs to its connection, and ends with it or with its process: nobody can steal
/// it, and it is never left behind. On PostgreSQL an advisory lock of the session, for each schema its own;
/// on an SQLite file a lock of the operating system on the file `<database>-migration`, which tells who has
/// it.
class lock {
  public:
    /// Waits until it is free. Throws `timeout`, which names the holder; `protected_operation` behind a
    /// pooler.
    lock(driver::connection& on, std::chrono::milliseconds wait, std::string_view scope = lock_scope)
        : on_(&on), scope_(scope) {
        take_lock(on, wait, scope, scope);
    }
    lock(const lock&) = delete;
    lock& operator=(const lock&) = delete;
    ~lock() { on_->unlock(scope_); }

  private:
    driver::connection* on_;
    std::string scope_;
};

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/lock.ipp>
#endif
