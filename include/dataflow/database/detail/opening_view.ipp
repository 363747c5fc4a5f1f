// The code of database/detail/opening_view.hpp.
#pragma once

#include <dataflow/catalog/models.hpp>
#include <dataflow/catalog/read.hpp>
#include <dataflow/database/catalog_look.hpp>
#include <dataflow/database/detail/opening_view.hpp>
#include <dataflow/schema/names.hpp>

#include <span>
#include <string>
#include <vector>

namespace dataflow::database_ {

DATAFLOW_RUNTIME opening_view view_of(dialect d, std::span<const described> models) {
    std::vector<catalog::modelled> all;
    for (const auto& m : models) all.push_back({m.table, m.prototype, m.fields});
    return {catalog::describe(d, all), {}, {}};
}

DATAFLOW_RUNTIME void opening_view::look(context& c, std::span<const described> models) {
    std::vector<std::string> names;
    std::vector<std::string> of_words;
    for (const auto& m : models) {
        names.emplace_back(m.table->name);
        if (m.search != nullptr) of_words.push_back(names.back() + std::string{schema::search_suffix});
    }
    look_at_catalog(c, "open", [&] {
        found = catalog::read(c, names, "open");
        if (c.dialect_data().search == sql::search_form::fts5 && !of_words.empty())
            words = catalog::read_outlines(c, of_words, "open");
    });
}

DATAFLOW_RUNTIME const catalog::table* opening_view::words_of(const described& m) const {
    return words.find(std::string{m.table->name} + std::string{schema::search_suffix});
}

} // namespace dataflow::database_
