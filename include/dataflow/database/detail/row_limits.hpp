// Looks after the triggers that count the rows of tenants.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/table.hpp>

namespace dataflow::database_ {

/// As `protection_changes`, of the triggers that keep a tenant's rows within its limit. Where some are made,
/// the rows are counted anew.
[[nodiscard]] trigger_change row_limit_changes(driver::connection& c, const schema::table& t, bool unwanted);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/row_limits.ipp>
#endif
