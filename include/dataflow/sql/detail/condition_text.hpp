// The conditions of a model's options as SQL.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/default_literal.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::rooms::sql::detail {

/// Where the part of a condition begins whose last step is before `end`.
[[nodiscard]] constexpr std::size_t first_step(const schema::condition& c, std::size_t end) {
    using what = schema::condition_step::what;
    for (int open = 1; open != 0;) {
        const auto step = c.steps[--end].step;
        if (step == what::not_null || step == what::is_null) continue;
        open += step >= what::eq ? 1 : -1;
    }
    return end;
}

/// Its text.
constexpr void steps_text(writer& w, const schema::table& t, const schema::condition& c, std::size_t end) {
    using what = schema::condition_step::what;
    const auto& s = c.steps[end - 1];
    const auto infix = [&](std::string_view op) {
        w << "(";
        steps_text(w, t, c, first_step(c, end - 1));
        w << op;
        steps_text(w, t, c, end - 1);
        w << ")";
    };
    const auto suffix = [&](std::string_view op) {
        w << "(";
        steps_text(w, t, c, end - 1);
        w << op << ")";
    };
    switch (s.step) {
    case what::column: w.identifier(s.name); break;
    case what::integer:
    case what::decimal: {
        const int column = end < 2 ? -1 : t.find(c.steps[end - 2].name); // a value follows its column
        const type_info* beside = column < 0 ? nullptr : t.columns[static_cast<std::size_t>(column)].type;
        if (beside != nullptr && beside->stored == storage::decimal)
            decimal_literal(w, s.integer, s.scale, beside->scale);
        else w.number(s.integer);
        break;
    }
    case what::duration: w.number(s.integer); break;
    case what::real: real_literal(w, s.real); break;
    case what::enumerator:
    case what::text: w.literal(s.name); break;
    case what::date: default_literal(w, value::of_integer(storage::date, s.integer)); break;
    case what::timestamp: default_literal(w, value::of_integer(storage::timestamp, s.integer)); break;
    case what::boolean: default_literal(w, value::of_integer(storage::boolean, s.integer)); break;
    case what::eq: infix(" = "); break;
    case what::ne: infix(" <> "); break;
    case what::lt: infix(" < "); break;
    case what::le: infix(" <= "); break;
    case what::gt: infix(" > "); break;
    case what::ge: infix(" >= "); break;
    case what::both: infix(" AND "); break;
    case what::either: infix(" OR "); break;
    case what::is_null: suffix(" IS NULL"); break;
    case what::not_null: suffix(" IS NOT NULL"); break;
    }
}

/// A condition of the options as SQL.
constexpr void condition_text(writer& w, const schema::table& t, const schema::condition& c) {
    if (c.size != 0) steps_text(w, t, c, c.size);
}

} // namespace dataflow::rooms::sql::detail
