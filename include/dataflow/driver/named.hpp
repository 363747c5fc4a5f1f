// The columns of a result, matched with fields by their names.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace dataflow::driver {

/// The fields in the order of a result's columns.
struct named_fields {
    std::unique_ptr<field_access[]> items{};
    std::size_t size = 0;

    [[nodiscard]] std::span<const field_access> span() const noexcept { return {items.get(), size}; }
};

/// What does not match, in words, and the names of all of it; no words where all is well.
struct named_problem {
    std::string words{};
    std::string names{};
};

/// Finds the field of each of `count` columns; `name(result, i)` gives a column's name. A single field
/// without a name takes the only column. `to` is changed only where all is well.
[[nodiscard]] named_problem match_columns(std::size_t count,
                                          const char* (*name)(const void* result, int column),
                                          const void* result, std::span<const field_access> fields,
                                          named_fields& to);

} // namespace dataflow::driver

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/driver/named.ipp>
#endif
