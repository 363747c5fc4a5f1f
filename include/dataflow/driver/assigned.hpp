// Which columns an error is about that the database names none for.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::driver {

/// What an expression fails to make.
enum class made : std::uint8_t { nothing, number, time };

/// The columns of such a kind that a statement assigns, joined by ", ": an expression that fails names none.
[[nodiscard]] inline std::string assigned_columns(const sql::statement* s, made kind) {
    std::string out;
    if (kind == made::nothing || s == nullptr || s->table == nullptr || s->assignments == nullptr ||
        !s->target.empty())
        return out;
    for (const auto i : s->columns) {
        const auto& c = s->table->columns[i];
        auto of = made::nothing;
        switch (c.type->stored) {
        case storage::int16:
        case storage::int32:
        case storage::int64:
        case storage::decimal:
        case storage::duration:
        case storage::float32:
        case storage::float64: of = made::number; break;
        case storage::timestamp:
        case storage::date: of = made::time; break;
        default: break;
        }
        if (of == kind) out += (out.empty() ? "" : ", ") + std::string{c.name};
    }
    return out;
}

/// Before what a database says of a value for a generated column.
inline constexpr std::string_view generated_column_text =
    "the table has a different shape, a column of it is generated from others now: ";

} // namespace dataflow::driver
