// What sets one place inside a column of JSON.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/sql/json_parts.hpp>
#include <dataflow/sql/predicates.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// A column's value with another one at a place. Nothing changes where there is no object or array around it;
/// elements are replaced and never added, for the databases disagree about where one would go.
template <class Value>
constexpr void json_set(writer& w, operand column, operand parent, operand path, bool element, Value value) {
    const auto& json = w.dialect().json;
    w << "CASE ";
    json_kind_at(w, column, parent);
    w << " WHEN " << (element ? json.array : json.object) << " THEN ";
    spell(w, "changes inside of JSON", element ? json.set_element : json.set_member, column, path, value);
    w << " ELSE ";
    column(w);
    w << " END";
}

/// The value that an expression gave, as JSON; the statement fails where the type does not hold it.
constexpr void json_made(writer& w, const type_info& of) {
    const auto& type = of.map == nullptr ? of : *of.map->stored;
    constexpr std::string_view made = "e.dataflow_value";
    const auto& json = w.dialect().json;
    if (json.values == json_form::texts)
        return spell(w, "JSON of a value of this type", json.made_of[type.stored],
                     [=](writer& to) { to << made; });
    if (json.values == json_form::function) {
        w << "dataflow_to_json(" << made << ", ";
        json_kind(w, type);
        w << ")";
        return;
    }
    switch (type.stored) {
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration: {
        const auto range = whole_range_of(type);
        if (range.everything()) break;
        w << "to_jsonb(CASE WHEN " << made << " BETWEEN ";
        w.number(range.low) << " AND ";
        w.number(range.high) << " AND " << made << " % ";
        w.number(range.step) << " = 0 THEN " << made << " ELSE (" << made << " - " << made
                             << ")::BIGINT + 9223372036854775807 + 1 END)"; // out of range
        return;
    }
    case storage::decimal:
        w << "to_jsonb(" << made << "::NUMERIC(";
        w.number(type.digits) << ", ";
        w.number(type.scale) << "))";
        return;
    // JSON has no infinity: the text of one is no JSON.
    case storage::float32: w << made << "::REAL::TEXT::JSONB"; return;
    case storage::float64: w << made << "::DOUBLE PRECISION::TEXT::JSONB"; return;
    default: break;
    }
    const auto whole = facts_of(type.stored).json_made;
    const auto at = whole.find('$');
    w << whole.substr(0, at) << made << whole.substr(at + 1);
}

/// A column's value with that of an expression at a place. Where the expression is NULL, it is null there
/// (`null`), or nothing changes.
template <class Expression>
constexpr void json_set_made(writer& w, operand column, operand parent, operand path, bool element,
                             const type_info& type, bool null, Expression expression) {
    w << "(SELECT ";
    if (!null) {
        w << "CASE WHEN e.dataflow_value IS NULL THEN ";
        column(w);
        w << " ELSE ";
    }
    json_set(w, column, parent, path, element, [&](writer& to) {
        if (null) to << "coalesce(";
        json_made(to, type);
        if (null) to << ", " << to.dialect().json.null << ")";
    });
    if (!null) w << " END";
    w << " FROM (SELECT ";
    expression(w);
    w << " AS dataflow_value) AS e)";
}

} // namespace dataflow::rooms::sql
