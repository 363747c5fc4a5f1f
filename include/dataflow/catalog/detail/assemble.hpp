// From the rows that a database gives to the description.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/core/config.hpp>

#include <span>
#include <string_view>

namespace dataflow::catalog {

/// The table that these rows are of, all of one table. What it borrows is kept in `keeps`.
[[nodiscard]] table assemble(arena& keeps, dialect d, std::span<const found_row> rows);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/assemble.ipp>
#endif
