// The code of catalog/fit.hpp.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/fit.hpp>

namespace dataflow::catalog {

DATAFLOW_RUNTIME column_fit fit_of(dialect d, const column& wanted, const column& found) {
    const auto& source = source_of(d);
    if (source.fit != nullptr) return source.fit(wanted, found);
    column_fit out;
    if (!keeps_values(d, wanted.type, found.type)) out.how = column_fit::verdict::refused;
    return out;
}

DATAFLOW_RUNTIME void settle(column_fit& fit, const column& wanted, const column& found,
                             std::span<const shape_count> shapes) {
    if (const auto how = source_of(dialect::sqlite).settle; how != nullptr) how(fit, wanted, found, shapes);
}

} // namespace dataflow::catalog
