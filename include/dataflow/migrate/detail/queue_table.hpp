// The rows of the table dataflow_migration_queue.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

struct queue_row {
    std::int64_t id = 0, priority = 0, timeout = 0, migration = 0;
    std::string state{}, queued_at{}, started_at{}, ended_at{}, who{}, message{}, plan{};
};

/// Those of which a condition is true, in the order in which they are run; none where there is no table.
[[nodiscard]] std::vector<queue_row> read_queue(driver::connection& on, std::string_view condition = "1 = 1");

/// Makes the table where it is missing.
void prepare_queue(driver::connection& on);
/// Enters one, and gives it its number.
void enter(driver::connection& on, queue_row& row);
/// Stores what has become of one that is in a state. False where it is in another one by now.
bool store(driver::connection& on, const queue_row& row, std::string_view former_state);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/queue_table.ipp>
#endif
