// SQLite: whether the rows of a table hold values as the library writes them. A column of it takes any value,
// also a time in a form that compares with no other.
#pragma once

#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/table.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

/// Looks at the first and the last rows of a table, by its key, and tells which of some columns hold values
/// of a form that the library neither reads nor compares; empty where none does.
[[nodiscard]] std::string odd_values(context& c, const schema::table& t,
                                     constant_list<std::uint16_t> columns);

/// Whether a column's default gives a time or a day in another form than the library's, as CURRENT_TIMESTAMP
/// does.
[[nodiscard]] bool odd_default(storage stored, std::string_view text);

/// The shapes of the values that a column holds among the first and the last rows; the one of most comes
/// first.
[[nodiscard]] std::vector<catalog::shape_count> shapes_of(context& c, const schema::table& t,
                                                          std::uint16_t column, sql::shape_question what);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/row_shapes.ipp>
#endif
