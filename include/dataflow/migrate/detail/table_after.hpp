// The description of a table as it is after a step of a plan that is still being made.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/migrate/change.hpp>

#include <vector>

namespace dataflow::migrate::detail {

/// Adds the column or the check of a change. `keeps` keeps the texts; `to` is what is wanted.
inline void add_to(catalog::table& t, const migrate::change& c, catalog::live_description& keeps,
                   const catalog::database_description& to) {
    if (c.what == change_kind::add_check) {
        std::vector<catalog::check> checks{t.checks.begin(), t.checks.end()};
        checks.push_back(*c.about.wanted_check);
        checks.back().expression = keeps.keeps.text(checks.back().expression);
        t.checks = keeps.keeps.checks.keep(checks);
        return;
    }
    std::vector<catalog::column> columns{t.columns.begin(), t.columns.end()};
    columns.push_back(*c.about.wanted_column);
    t.columns = keeps.keeps.columns.keep(columns);
    if (t.definition.empty()) return; // SQLite keeps a statement
    const auto& w = *c.about.wanted_table;
    auto definition = catalog::definition_of(t.definition);
    const auto model = catalog::definition_of(*to.find_exactly({w.schema, w.name}));
    definition.columns.push_back(*model.find(c.column()));
    t.definition =
        keeps.keeps.text(catalog::create_table(definition, catalog::quoted_name(t.schema, t.name)));
}

} // namespace dataflow::migrate::detail
