// The code of sql/fragment.hpp.
#pragma once

#include <dataflow/sql/fragment.hpp>

#include <cstddef>

namespace dataflow::rooms::sql {

DATAFLOW_RUNTIME unfolded::unfolded(const sql::statement& s, const bindings& given)
    : statement(s), values(given.given.begin(), given.given.end()), bound(given) {
    for (std::size_t i = 0; i < given.given.size(); ++i) {
        if (given.given[i].held != value::form::fragment) continue;
        const auto* part = static_cast<const fragment*>(given.given[i].fragment);
        fragments.push_back({part, place{}.after(i), place{}.after(values.size())});
        part->bind(values);
    }
    statement.fragments = fragments;
    if (!s.keeps_fragments) statement.cache = nullptr;
    bound.given = values;
}

} // namespace dataflow::rooms::sql
