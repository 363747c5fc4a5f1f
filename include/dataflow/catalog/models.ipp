// The code of catalog/models.hpp.
#pragma once

#include <dataflow/catalog/detail/from_schema.hpp>
#include <dataflow/catalog/models.hpp>
#include <dataflow/sql/ddl.hpp>

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace dataflow::catalog {

DATAFLOW_RUNTIME live_description describe(dialect d, std::span<const modelled> models) {
    live_description out;
    out.dialect = d;
    auto* const tables = out.keeps.tables.take(models.size());
    std::vector<given_default> defaults;
    for (std::size_t m = 0; m < models.size(); ++m) {
        const auto& t = *models[m].table;
        defaults.assign(t.columns.size(), {});
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            if (t.columns[i].generated) continue;
            sql::writer w{d};
            sql::detail::column_default(w, t.columns[i], models[m].fields[i], models[m].prototype);
            if (!w.view().empty()) defaults[i].text = out.keeps.text(w.view());
        }
        tables[m] = describe(out.keeps, d, t, defaults);
    }
    out.tables = {tables, models.size()};
    return out;
}

} // namespace dataflow::catalog
