// Reads a whole database's description.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>

#include <string_view>

namespace dataflow::database_ {

/// The description of all tables, or of those of some schemas, read as database/catalog_look.hpp says. Throws
/// what reading throws, and `timeout`, which names a table that others have locked for a minute, and them.
[[nodiscard]] catalog::live_description read_whole(context& c, const catalog::read_options& how,
                                                   std::string_view node);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/read_whole.ipp>
#endif
