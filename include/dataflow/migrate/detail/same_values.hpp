// Whether the values of a column are what those of another one were.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/constant_vectors.hpp>
#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/same.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/migrate/detail/literals.hpp>
#include <dataflow/schema/managed.hpp>

#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

/// Whether each name that an enumeration had is one still, or has become another. `w` and `f` are the checks
/// that list them.
[[nodiscard]] constexpr bool has_each_former_name(const catalog::table& t, const catalog::column& column,
                                                  const catalog::check& w, const catalog::check& f) {
    bool out = true;
    each_literal(f.expression, [&](std::string_view name) {
        bool found = has_literal(w.expression, name);
        for (const auto& r : t.renamed) found = found || (r.column == column.name && r.former == name);
        out = out && found;
    });
    return out;
}

/// How long the texts are in which SQLite keeps the column's days, times, or UUIDs, as its check says; empty:
/// it has none of these.
[[nodiscard]] constexpr std::string_view length_of_texts(const catalog::table& t, std::string_view column) {
    text form;
    form.append("length(\"");
    form.append(column);
    form.append("\") = ");
    for (const auto& c : t.checks)
        if (c.expression.starts_with(form.view())) return c.expression.substr(form.size());
    return {};
}

/// Whether it is called as a column that the library adds and keeps.
[[nodiscard]] constexpr bool has_managed_name(const catalog::column& column) {
    for (const auto& c : schema::managed_columns)
        if (c.name == column.name) return true;
    return false;
}

/// Whether a column that goes and one that comes are of one type, so that one may be the other. An option
/// that is switched off and one that is switched on have nothing to do with each other.
[[nodiscard]] constexpr bool may_be_renamed(const catalog::difference& gone,
                                            const catalog::difference& come) {
    if (has_managed_name(*gone.found_column) && has_managed_name(*come.wanted_column)) return false;
    return gone.found_column->type.spelled == come.wanted_column->type.spelled &&
           length_of_texts(*gone.found_table, gone.found_column->name) ==
               length_of_texts(*come.wanted_table, come.wanted_column->name);
}

/// Whether the found index of a difference is the wanted one, or is as soon as its columns have the
/// collations that are wanted: it takes them over.
[[nodiscard]] DATAFLOW_WITH_VECTORS bool becomes_same_index(dialect on, const catalog::difference& d) {
    auto then = *d.found_index;
    std::vector<catalog::index_part> parts{then.parts.begin(), then.parts.end()};
    for (auto& p : parts) {
        const auto* const from = d.found_table->find_column(p.column);
        const auto* const to = d.wanted_table->find_column(p.column);
        if (from == nullptr || to == nullptr || from->folds == to->folds ||
            !catalog::compares_as_its_column(*d.found_table, p))
            continue;
        p.folds = to->folds;
        p.collation = to->folds ? to->collation : std::string_view{};
    }
    then.parts = {parts.data(), parts.size()};
    return catalog::same_index(on, *d.wanted_index, then);
}

} // namespace dataflow::migrate::detail
