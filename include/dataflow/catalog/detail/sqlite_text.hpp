// What only the text of a CREATE INDEX tells of SQLite's indexes: expressions and conditions. (No pragma
// gives them.) Of tables: catalog/table_definition.hpp.
#pragma once

#include <dataflow/core/config.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// The parts of a CREATE INDEX.
struct index_text {
    std::vector<std::string_view> parts{}; ///< columns and expressions as they stand there, with their order
    std::string_view predicate{};
};

[[nodiscard]] index_text read_index_text(std::string_view sql);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/detail/sqlite_text.ipp>
#endif
