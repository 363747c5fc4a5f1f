// What would make a table fit its model, or the model its table, in words.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>

#include <string>
#include <vector>

namespace dataflow::database_ {

/// Statements that change the table, and lines that change the struct, each of which would end a difference;
/// the first is the one that is most likely meant.
[[nodiscard]] std::vector<std::string> mends_of(dialect d, const described& m,
                                                const catalog::difference& what);

/// What a migration would run to end it, where that is known beforehand: a column that is missing. Else
/// empty.
[[nodiscard]] std::string migration_of(dialect d, const described& m, const catalog::difference& what);

/// What would end a check of a column whose names are not those of its enumeration.
[[nodiscard]] std::vector<std::string> mends_of_names(const described& m, const schema::column& c);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/mends.ipp>
#endif
