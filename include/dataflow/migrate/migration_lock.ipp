// The code of migrate/migration_lock.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/migrate/history.ipp>
#include <dataflow/migrate/lock.hpp>
#include <dataflow/migrate/migration_lock.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow {

namespace migrate::detail {

/// The name by which the drivers know a scope. On SQLite it ends the name of a file: no scope may end it as
/// SQLite's own files do.
[[nodiscard]] inline std::string lock_name(std::string_view scope) {
    const auto is_fit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    };
    if (scope.empty() || scope.size() > 60 || !std::all_of(scope.begin(), scope.end(), is_fit))
        raise(error_kind::invalid_value,
              {.message = "the scope of a lock has 1 to 60 letters, digits, _ and -",
               .node = "migration_lock"});
    return scope == lock_scope ? std::string{scope} : "lock-" + std::string{scope};
}

} // namespace migrate::detail

DATAFLOW_RUNTIME migration_lock::migration_lock(const migrations& of, std::string_view scope,
                                                const lock_options& how)
    : scope_(scope), name_(migrate::detail::lock_name(scope)), holder_(migrate::detail::who_runs()) {
    try {
        on_ = of.core()->another();
        migrate::take_lock(*on_, how.wait, name_, scope);
    } catch (const error& e) {
        if (e.node() == "migration_lock") throw;
        auto info = e.info();
        info.node = "migration_lock";
        raise(e.kind(), std::move(info));
    }
    since_ = std::chrono::steady_clock::now();
}

DATAFLOW_RUNTIME migration_lock::~migration_lock() { on_->unlock(name_); }

DATAFLOW_RUNTIME std::chrono::milliseconds migration_lock::age() const noexcept {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since_);
}

DATAFLOW_RUNTIME bool migration_lock::heartbeat() noexcept {
    try {
        return on_->usable() && on_->keeps_lock(name_);
    } catch (const std::exception&) {
        return false;
    }
}

DATAFLOW_RUNTIME void migration_lock::require() {
    if (!heartbeat())
        raise(error_kind::connection_error,
              {.message =
                   "the lock '" + scope_ + "' is lost: its connection has ended, or its file was removed",
               .node = "migration_lock"});
}

DATAFLOW_RUNTIME std::optional<std::string> migration_lock::holder_of(const migrations& of,
                                                                      std::string_view scope) {
    return of.core()->another()->lock_holder(migrate::detail::lock_name(scope));
}

} // namespace dataflow
