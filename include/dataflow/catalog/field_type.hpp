// The type of a field that holds what a column holds, as a program spells it.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string>

namespace dataflow::catalog {

/// `std::optional<std::int64_t>` of a BIGINT that can be NULL, `df::decimal<10, 2>` of a NUMERIC(10,2) that
/// cannot; empty where the column's type is not understood.
[[nodiscard]] std::string field_type(const column_type& found, bool nullable);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/field_type.ipp>
#endif
