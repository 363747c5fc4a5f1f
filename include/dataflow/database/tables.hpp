// Creates the tables that are missing, and compares those that are there with the models.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/schema/table.hpp>

#include <span>

namespace dataflow::database_ {

/// What looks after the full-text index of a table: database/full_text.hpp. Only a model with the option has one, so who has
/// none does not compile it.
struct full_text_keeper {
    /// Whether all that searches in this table need is there, as this version of the library makes it.
    bool (*is_there)(driver::connection& c, const schema::table& t);
    /// Makes it, out of the rows that are there.
    void (*make)(driver::connection& c, const schema::table& t);
};

/// A model as this room needs it: its table, and a default-constructed record for the defaults.
struct described {
    const schema::table* table;
    const void* prototype;
    constant_list<field_access> fields;
    const full_text_keeper* search = nullptr;
};

/// Compares all tables with their models; creates what is missing when `create` says so, all or nothing.
/// Throws schema_mismatch, naming every column that differs; then nothing has been changed.
void prepare_tables(driver::connection& c, std::span<const described> models, bool create);

} // namespace dataflow::database_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/database/tables.ipp>
#endif
