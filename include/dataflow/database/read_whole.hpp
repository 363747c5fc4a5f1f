// Reads a whole database's description.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>

#include <string_view>

namespace dataflow::database_ {

/// The description of all tables, or of those of some schemas. On PostgreSQL in a transaction without JIT,
/// where none is open: to compile these statements takes the server longer than to run them.
[[nodiscard]] catalog::live_description read_whole(context& c, const catalog::read_options& how,
                                                   std::string_view node);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/read_whole.ipp>
#endif
