// What is kept of a database before a migration changes it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/plan.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::migrate::detail {

/// Copies the database to a file, `file` where it is given, or the tables of a plan aside; `number`: of the
/// migration that follows. Gives the file, or the tables. Throws what reading and writing throws; then
/// nothing is left.
[[nodiscard]] std::vector<std::string> back_up(driver::connection& on, const plan& p, std::int64_t number,
                                               const std::string& file);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/backup.ipp>
#endif
