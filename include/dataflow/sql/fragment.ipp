// The code of sql/fragment.hpp.
#pragma once

#include <dataflow/sql/fragment.hpp>

#include <cstddef>

namespace dataflow::rooms::sql {

DATAFLOW_RUNTIME unfolded::unfolded(const sql::statement& s, std::span<const value> given) : statement(s), fragments(std::make_unique<const fragment*[]>(given.size())) {
    std::size_t n = 0;
    for (const auto& v : given) {
        if (v.held != value::form::fragment) {
            values.push_back(v);
            continue;
        }
        const auto* part = static_cast<const fragment*>(v.fragment);
        fragments[n++] = part;
        part->bind(values);
    }
    statement.fragments = {fragments.get(), n};
    statement.cache = nullptr;
}

} // namespace dataflow::rooms::sql
