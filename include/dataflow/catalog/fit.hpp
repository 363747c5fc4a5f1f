// Whether a column of a live database fits a field whose own type it has not: as it is, in a form of its own,
// or not. The one place that decides this, for the opening of a database and for who writes structs.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/sql/forms.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

/// What a column is to a field.
struct column_fit {
    enum class verdict : std::uint8_t {
        own,     ///< of the library's own type for the field
        formed,  ///< it keeps the same values in another way
        refused, ///< it cannot keep them
    };
    struct around {
        std::string before{}, after{};
        [[nodiscard]] sql::wrapping view() const noexcept { return {before, after}; }
    };

    verdict how = verdict::own;
    std::string reason{};             ///< of what is refused: why, and what would mend it
    std::string warning{};            ///< of what fits: what it does not promise; empty where it keeps all
    around read{}, write{}, beside{}; ///< see sql::column_form
    around low{}, high{};             ///< of PostgreSQL: the ends of the outline
    bool equal = true, ordered = true;
    sql::column_limit limit{};            ///< of PostgreSQL: what it holds less than the field
    sql::kept_form kept{};                ///< of SQLite
    bool as_utc = false, as_name = false; ///< of PostgreSQL: see sql::column_form
    sql::shape_question ask = sql::shape_question::nothing; ///< what only stored values tell: `settle`

    /// The form, whose texts are borrowed.
    [[nodiscard]] sql::column_form form(std::string_view table, std::string_view column) const noexcept {
        sql::column_form out{table,        column,        read.view(),
                             write.view(), beside.view(), equal,
                             ordered,      kept,          {.low = low.view(), .high = high.view()}};
        out.as_utc = as_utc;
        out.as_name = as_name;
        return out;
    }
};

/// What the column `found` of a live database is to the column `wanted` of a struct (`wanted.type.model` is
/// the field's type).
[[nodiscard]] column_fit fit_of(dialect d, const column& wanted, const column& found);

/// One shape of the values that a column of SQLite holds, and how many of those that were looked at have it.
struct shape_count {
    sql::found_shape shape{};
    std::int64_t count = 0;
};
/// Those that a text tells, as `shape:count,shape:count`; the one of most comes first.
[[nodiscard]] std::vector<shape_count> shapes_in(std::string_view text);
/// Completes a fit that asks for the shapes of the values that are stored. Without any, what the column's
/// type suggests is taken.
void settle(column_fit& fit, const column& wanted, const column& found, std::span<const shape_count> shapes);

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/fit.ipp>
#endif
