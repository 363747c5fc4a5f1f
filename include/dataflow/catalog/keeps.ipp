// The code of catalog/compare.hpp: whether what is found does as well as what is wanted.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/sql/column_type.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

[[nodiscard]] inline std::string upper_case(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

} // namespace detail

DATAFLOW_RUNTIME bool keeps_unique(const index& found, const index& wanted) noexcept {
    if (!found.unique || !found.valid || found.parts.size() != wanted.parts.size() ||
        found.predicate.empty() != wanted.predicate.empty())
        return false;
    return std::all_of(found.parts.begin(), found.parts.end(), [&](const index_part& f) {
        return !f.folds && !f.column.empty() &&
               std::any_of(wanted.parts.begin(), wanted.parts.end(),
                           [&](const index_part& w) { return w.column == f.column; });
    });
}

DATAFLOW_RUNTIME bool keeps_values(dialect d, const column_type& wanted, const column_type& found) {
    if (d == dialect::sqlite) {
        const auto w = detail::upper_case(wanted.spelled), f = detail::upper_case(found.spelled);
        if (w == f) return true;
        if (wanted.model != nullptr) return sql::keeps_values(*wanted.model, f);
        if (found.model != nullptr) return sql::keeps_values(*found.model, w);
        return sql::affinity(w) == sql::affinity(f) && wanted.digits == found.digits &&
               wanted.scale == found.scale;
    }
    if (wanted.spelled == found.spelled) return true;
    const bool text = wanted.understood && found.understood && wanted.stored == found.stored &&
                      (found.stored == storage::text || found.stored == array_of(storage::text));
    return text && found.spelled.starts_with("character varying");
}

} // namespace dataflow::catalog
