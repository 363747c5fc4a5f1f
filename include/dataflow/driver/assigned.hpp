// Which columns an error is about that the database names none for.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>

#include <string>
#include <string_view>

namespace dataflow::driver {

/// The columns of numbers that a statement assigns, joined by ", ": an expression that leaves the range names
/// none.
[[nodiscard]] inline std::string assigned_numbers(const sql::statement* s) {
    std::string out;
    if (s == nullptr || s->table == nullptr || s->assignments == nullptr || !s->target.empty()) return out;
    for (const auto i : s->columns) {
        const auto& c = s->table->columns[i];
        switch (c.type->stored) {
        case storage::int16:
        case storage::int32:
        case storage::int64:
        case storage::decimal:
        case storage::duration:
        case storage::float32:
        case storage::float64: out += (out.empty() ? "" : ", ") + std::string{c.name}; break;
        default: break;
        }
    }
    return out;
}

/// Before what a database says of a value for a generated column.
inline constexpr std::string_view generated_column_text =
    "the table has a different shape, a column of it is generated from others now: ";

} // namespace dataflow::driver
