// The code of database/read_whole.hpp.
#pragma once

#include <dataflow/database/catalog_look.hpp>
#include <dataflow/database/read_whole.hpp>

#include <string_view>

namespace dataflow::database_ {

DATAFLOW_RUNTIME catalog::live_description read_whole(context& c, const catalog::read_options& how,
                                                      std::string_view node) {
    catalog::live_description out;
    look_at_catalog(c, node, [&] { out = catalog::read(c, how, node); });
    return out;
}

} // namespace dataflow::database_
