// How a value of a column becomes one of another type on SQLite, and whether it stays the same value. SQLite
// itself asks nothing: a column of the type INTEGER keeps the text 'abc'.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>

namespace dataflow::migrate::detail {

struct sqlite_conversion {
    std::string value{}; ///< an expression over the column
    std::string kept{};  ///< a condition that is true where nothing is lost; empty: always
};

/// `column`: its quoted name.
[[nodiscard]] sqlite_conversion sqlite_conversion_of(const catalog::column_type& from,
                                                     const catalog::column_type& to, std::string_view column);

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_values.ipp>
#endif
