// A description as a listing that looks like SQL, for people.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string>

namespace dataflow::catalog {

/// A table with its columns, constraints, indexes and triggers, each in a line, its names quoted.
[[nodiscard]] std::string to_string(const table& t);
/// All tables, one after another.
[[nodiscard]] std::string to_string(const database_description& d);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/print.ipp>
#endif
