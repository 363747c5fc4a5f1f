// The code of catalog/compare.hpp: whether what is found does as well as what is wanted.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/detail/expression.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/same.hpp>

namespace dataflow::catalog {

DATAFLOW_RUNTIME bool keeps_unique(const table& of, const index& found, const index& wanted,
                                   dialect d) noexcept {
    return keeps_unique_by(name_rule{d}, of, found, wanted);
}

DATAFLOW_RUNTIME bool same_meaning(dialect d, std::string_view a, std::string_view b) {
    return same_expression(a, b, d);
}

DATAFLOW_RUNTIME bool keeps_values(dialect d, const column_type& wanted, const column_type& found) {
    return source_of(d).keeps(wanted, found);
}

} // namespace dataflow::catalog
