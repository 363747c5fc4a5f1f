// Who is in the way of a statement that waits for a lock.
#pragma once

#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/core/config.hpp>

#include <span>
#include <string>
#include <string_view>

namespace dataflow::catalog {

/// PostgreSQL's code of an error that says that a lock was not to be had in time.
inline constexpr std::string_view lock_not_available = "55P03";

/// Which tables others have locked, and who they are, in words: at most three. Without names those that
/// nobody may even read meanwhile; else these, whatever the lock. Empty where there are none, or where the
/// database does not tell (SQLite).
[[nodiscard]] std::string lock_holders(const runner& via, std::span<const std::string> names,
                                       std::string_view node);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/lock_holders.ipp>
#endif
