// Creates the tables that are missing, and compares those that are there with the models.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/driver/connection.hpp>

#include <span>
#include <vector>

namespace dataflow::database_ {

/// Compares all tables with their models; creates what is missing when `how` says so, all or nothing. Gives
/// what the tables keep in part only. Throws schema_mismatch, naming everything in every table that does not
/// fit; then nothing has been changed.
std::vector<open_warning> prepare_tables(driver::connection& c, std::span<const described> models,
                                         opening how);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/tables.ipp>
#endif
