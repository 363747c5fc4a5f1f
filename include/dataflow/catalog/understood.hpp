// What a type is that a database spells.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string_view>

namespace dataflow::catalog {

/// A type as PostgreSQL's format_type() spells it, or as a column of SQLite is declared; `spelled` is
/// borrowed.
[[nodiscard]] column_type understood(dialect d, std::string_view spelled);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/understand.ipp>
#endif
