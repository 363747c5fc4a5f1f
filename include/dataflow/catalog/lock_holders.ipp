// The code of catalog/lock_holders.hpp.
#pragma once

#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/lock_holders.hpp>

#include <span>
#include <string>
#include <string_view>

namespace dataflow::catalog {

DATAFLOW_RUNTIME std::string lock_holders(const runner& via, std::span<const std::string> names,
                                          std::string_view node) {
    const auto write = source_of(via.dialect).write_lock_holders;
    if (write == nullptr) return {};
    std::string out;
    for (const auto& row : rows_of(via, write, names, names.empty() ? which_tables::all : which_tables::named,
                                   std::string_view{}, node))
        out += (out.empty() ? "" : "; ") + row.name + " is locked by " + row.text;
    return out;
}

} // namespace dataflow::catalog
