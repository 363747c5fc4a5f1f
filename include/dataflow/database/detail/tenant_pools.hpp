// The pools of tenants that have a place each: which are open, who uses them, and which makes room.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/core.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace dataflow::database_ {

/// Opens, keeps and closes them; knows no model. A pool is in use while something holds what `take` gave:
/// a session, a stream, a transaction. Safe from several threads.
class tenant_pools {
  public:
    using pool_ptr = std::shared_ptr<core>;
    /// Opens a tenant's place; what it throws, `take` does.
    struct opener {
        pool_ptr (*open)(const void* with, const std::string& name);
        const void* with;
    };

    /// At most `most` are open at once; 0: any number. `wait`: for one that is not in use.
    tenant_pools(std::size_t most, std::chrono::milliseconds wait) noexcept : most_(most), wait_(wait) {}

    /// The pool of a tenant, which is opened where it is not. Where as many as may be are open, the one that
    /// was used longest ago, of those that nobody uses, is closed. Throws timeout where all stay in use.
    [[nodiscard]] pool_ptr take(const std::string& name, const opener& how);
    /// The same of a place that is new: throws unique_violation where it is open.
    [[nodiscard]] pool_ptr take_new(const std::string& name, const opener& how);
    /// Closes a tenant's pool, and calls `remove` while nobody can open it. Throws protected_operation where
    /// it is in use.
    void close(const std::string& name, void (*remove)(const void* with, const std::string& name),
               const void* with);
    /// How many are open.
    [[nodiscard]] std::size_t open() const;

  private:
    struct entry {
        pool_ptr pool{}; ///< null: it is being opened or closed
        std::weak_ptr<core> given{};
        std::uint64_t used = 0;
    };
    using lock = std::unique_lock<std::mutex>;
    using place = std::map<std::string, entry>::iterator;

    [[nodiscard]] place find_settled(lock& held, const std::string& name);
    [[nodiscard]] bool make_room(lock& held, const std::string& name, pool_ptr& leaves);
    [[nodiscard]] pool_ptr opened(lock& held, const std::string& name, const opener& how, pool_ptr leaves);
    [[nodiscard]] pool_ptr give(entry& of);
    void forget(const std::string& name) noexcept;

    const std::size_t most_;
    const std::chrono::milliseconds wait_;
    mutable std::mutex guard_;
    std::shared_ptr<std::condition_variable> changed_ = std::make_shared<std::condition_variable>();
    std::uint64_t uses_ = 0;
    std::map<std::string, entry> all_;
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/tenant_pools.ipp>
#endif
