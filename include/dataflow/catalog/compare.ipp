// The code of catalog/compare.hpp: what differs.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/comparison.hpp>

#include <vector>

namespace dataflow::catalog {

DATAFLOW_RUNTIME std::vector<difference> compare(const database_description& wanted,
                                                 const database_description& found, compare_options how) {
    return comparison{wanted, found, how}.differences();
}

} // namespace dataflow::catalog
