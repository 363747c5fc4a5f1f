// The code of catalog/compare.hpp: whether what is found does as well as what is wanted.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/detail/expression.hpp>
#include <dataflow/catalog/detail/source.hpp>

#include <algorithm>

namespace dataflow::catalog {

DATAFLOW_RUNTIME bool keeps_unique(const index& found, const index& wanted, dialect d) noexcept {
    const name_rule same{d};
    if (!found.unique || !found.valid || found.parts.size() != wanted.parts.size() ||
        found.predicate.empty() != wanted.predicate.empty())
        return false;
    return std::all_of(found.parts.begin(), found.parts.end(), [&](const index_part& f) {
        return !f.folds && !f.column.empty() &&
               std::any_of(wanted.parts.begin(), wanted.parts.end(),
                           [&](const index_part& w) { return same(w.column, f.column); });
    });
}

DATAFLOW_RUNTIME bool same_meaning(dialect d, std::string_view a, std::string_view b) {
    return same_expression(a, b, d);
}

DATAFLOW_RUNTIME bool keeps_values(dialect d, const column_type& wanted, const column_type& found) {
    return source_of(d).keeps(wanted, found);
}

} // namespace dataflow::catalog
