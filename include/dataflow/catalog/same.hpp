// Whether two parts of descriptions are the same, for the compiler, too.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/detail/expression.hpp>
#include <dataflow/catalog/name_rule.hpp>

#include <algorithm>
#include <string_view>
#include <type_traits>

namespace dataflow::catalog {

/// Whether two expressions mean the same. Two of structs do where they are spelled alike, which is what the
/// compiler sees.
[[nodiscard]] constexpr bool same_text(dialect d, std::string_view a, std::string_view b) {
    if (std::is_constant_evaluated()) return a == b;
    return same_expression(a, b, d);
}

/// Whether two indexes do the same, whatever their names.
[[nodiscard]] constexpr bool same_index(dialect d, const index& a, const index& b) {
    const name_rule named{d};
    const auto part = [&](const index_part& x, const index_part& y) {
        return named(x.column, y.column) && same_text(d, x.expression, y.expression) &&
               schema::same_name(x.collation, y.collation) && x.folds == y.folds &&
               x.descending == y.descending && x.nulls_first == y.nulls_first;
    };
    return a.unique == b.unique && a.valid == b.valid && a.method == b.method &&
           same_text(d, a.predicate, b.predicate) &&
           std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), part);
}

/// PostgreSQL: what stands after USING, of an index that has INCLUDE, an operator class, storage parameters
/// or NULLS NOT DISTINCT. SQLite's definitions are whole statements.
[[nodiscard]] constexpr std::string_view after_using(const index& of) noexcept {
    return of.definition.starts_with("CREATE ") ? std::string_view{} : of.definition;
}

/// Whether what `same_index` does not look at is the same: of two databases, for a model says nothing about
/// it.
[[nodiscard]] constexpr bool same_after_using(const table& wanted, const index& a, const index& b) {
    return !wanted.model.empty() || after_using(a) == after_using(b);
}

/// Whether an index takes just those texts for equal that its column does.
[[nodiscard]] constexpr bool compares_as_its_column(const table& of, const index_part& part) {
    const auto* const c = of.find_column(part.column);
    const bool column_folds = c != nullptr && c->folds;
    return part.folds == column_folds &&
           (!part.folds || part.collation.empty() || schema::same_name(part.collation, c->collation));
}

/// See catalog/compare.hpp.
[[nodiscard]] constexpr bool keeps_unique_by(name_rule same, const table& of, const index& found,
                                             const index& wanted) {
    if (!found.unique || !found.valid || found.parts.size() != wanted.parts.size() ||
        found.predicate.empty() != wanted.predicate.empty())
        return false;
    return std::all_of(found.parts.begin(), found.parts.end(), [&](const index_part& f) {
        return compares_as_its_column(of, f) && !f.column.empty() &&
               std::any_of(wanted.parts.begin(), wanted.parts.end(),
                           [&](const index_part& w) { return same(w.column, f.column); });
    });
}

} // namespace dataflow::catalog
