// Creates the tables that are missing, and compares those that are there with the models.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/table.hpp>

#include <span>

namespace dataflow::database_ {

/// A model as this room needs it: its table, and a default-constructed record for the defaults.
struct described {
    const schema::table* table;
    const void* prototype;
    std::span<const field_access> fields;
};

/// Compares all tables with their models; creates what is missing when `create` says so, all or nothing.
/// Throws schema_mismatch, naming every column that differs; then nothing has been changed.
void prepare_tables(driver::connection& c, std::span<const described> models, bool create);

} // namespace dataflow::database_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/database/tables.ipp>
#endif
