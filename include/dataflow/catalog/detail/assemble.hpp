// From the rows that a database gives to the description.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/core/config.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// The table that these rows are of, all of one table. What it borrows is kept in `keeps`.
[[nodiscard]] table assemble(arena& keeps, dialect d, std::span<const found_row> rows);

/// What the text of SQLite's CREATE TABLE tells besides.
void add_table_text(arena& keeps, table& to, std::string_view sql, std::vector<column>& columns,
                    std::vector<foreign_key>& keys, std::vector<check>& checks);
/// The same of a CREATE INDEX.
void add_index_text(arena& keeps, index& to, std::vector<index_part>& parts, std::string_view sql);
/// The events of a trigger, and its time, as its statement says.
void add_trigger_text(trigger& to, std::string_view sql);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/assemble.ipp>
#include <dataflow/catalog/detail/assemble_sqlite.ipp>
#endif
