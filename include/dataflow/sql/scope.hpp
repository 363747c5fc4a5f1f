// Which tables a SELECT knows.
#pragma once

#include <dataflow/core/constant_list.hpp>

#include <string_view>

namespace dataflow::rooms::sql {

/// A table that a SELECT reads from: columns are found by the table's name, or by the alias where it has one.
struct source {
    std::string_view table{};
    std::string_view alias{};
    bool made = false; ///< by another SELECT: its columns are in the form of the library
};

/// The tables of one SELECT, called t0, t1, ... in the statement, and those of the SELECTs around it.
struct scope {
    constant_list<source> sources{};
    int first = 0; ///< the number of its first table
    const scope* outer = nullptr;
};

} // namespace dataflow::rooms::sql
