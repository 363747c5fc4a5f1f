// Reads the description of a live database.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/core/config.hpp>

#include <span>
#include <string>
#include <string_view>

namespace dataflow::catalog {

/// The tables of these names as the database finds them by a plain name: on PostgreSQL along the search path,
/// on SQLite in `main`. Names that it does not know are left out. One statement, however many tables. `node`:
/// what errors name.
[[nodiscard]] live_description read(const runner& via, std::span<const std::string> names,
                                    std::string_view node = "describe");

/// The same without the columns of SQLite's virtual tables: for those whose module this SQLite may lack.
[[nodiscard]] live_description read_outlines(const runner& via, std::span<const std::string> names,
                                             std::string_view node = "describe");

/// All tables, views and what belongs to them: on PostgreSQL of the schemas of the search path, on SQLite of
/// all attached databases. Tables of the database's own and of PostgreSQL's extensions are left out. Columns
/// of SQLite's views and virtual tables are not read: they may need what is not there.
[[nodiscard]] live_description read(const runner& via, std::string_view node = "describe");

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/read.ipp>
#endif
