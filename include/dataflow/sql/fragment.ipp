// The code of sql/fragment.hpp.
#pragma once

#include <dataflow/sql/fragment.hpp>

namespace dataflow::rooms::sql {

DATAFLOW_RUNTIME unfolded::unfolded(const sql::statement& s, std::span<const value> given) : statement(s) {
    for (const auto& v : given) {
        if (v.held != value::form::fragment) {
            values.push_back(v);
            continue;
        }
        const auto* part = static_cast<const fragment*>(v.fragment);
        fragments.push_back(part);
        part->bind(values);
    }
    statement.fragments = fragments;
    statement.cache = nullptr;
}

} // namespace dataflow::rooms::sql
