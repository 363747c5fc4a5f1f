// Reads the description of a live database.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/core/config.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// The tables of these names, `orders` or `sales.orders`. A plain name is found along PostgreSQL's search
/// path, and in SQLite's `main`. Names that the database does not know are left out. One statement, however
/// many tables; on SQLite, one for each attached file that they name. `node`: what errors name.
[[nodiscard]] live_description read(const runner& via, std::span<const std::string> names,
                                    std::string_view node = "describe");

/// The same without the columns of SQLite's virtual tables: for those whose module this SQLite may lack.
[[nodiscard]] live_description read_outlines(const runner& via, std::span<const std::string> names,
                                             std::string_view node = "describe");

/// All tables, views and what belongs to them: on PostgreSQL of the schemas of the search path, on SQLite of
/// all attached databases. Tables of the database's own and of PostgreSQL's extensions are left out. Columns
/// of SQLite's views and virtual tables are not read: they may need what is not there.
[[nodiscard]] live_description read(const runner& via, std::string_view node = "describe");

/// What is read, besides the shape of the tables along the search path.
struct read_options {
    /// Comments, counts, sizes, policies, partitions, what views use and have, enumerations, domains,
    /// sequences, functions: more statements. What cannot be read of a table, a view over a table that is
    /// gone, say, is told in its `gap`.
    bool details = false;
    /// The tables of these schemas only (SQLite: databases that are attached). Empty: those of the search
    /// path.
    std::vector<std::string> schemas{};
    bool all_schemas = false; ///< the tables of all schemas but the database's own
};
[[nodiscard]] live_description read(const runner& via, const read_options& how,
                                    std::string_view node = "describe");

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/details.ipp>
#include <dataflow/catalog/read.ipp>
#endif
