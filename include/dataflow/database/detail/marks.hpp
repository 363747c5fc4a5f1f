// Looks after the triggers that keep foreign keys for records that are marked as deleted.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>

#include <span>
#include <string>
#include <vector>

namespace dataflow::database_ {

struct described; // in database/detail/tables.hpp

/// The texts that make the triggers of all tables what they should be; none where they are.
[[nodiscard]] std::vector<std::string> mark_changes(driver::connection& c, std::span<const described> models);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/marks.ipp>
#endif
