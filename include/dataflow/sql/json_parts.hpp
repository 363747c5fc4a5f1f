// Places inside of columns of JSON: of paths that the compiler knows (json/) and of those that come at run time (outside/).
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/sql/predicates.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// Quotes, backslashes and control characters would be read as something else in a path.
[[nodiscard]] constexpr bool is_plain_json_key(std::string_view key) noexcept {
    for (const char c : key)
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
    return true;
}

/// A step to a member, inside of the literal of a path: a name of the program's.
constexpr void json_name(writer& w, std::string_view name) {
    w << (w.postgres() ? "\"" : ".\"");
    for (std::size_t i = 0; i < name.size(); ++i) w << (name[i] == '\'' ? std::string_view{"''"} : name.substr(i, 1));
    w << "\"";
}
/// A step to an element.
constexpr void json_item(writer& w, std::int64_t index) {
    w << (w.postgres() ? "\"" : "[");
    w.number(index) << (w.postgres() ? "\"" : "]");
}

/// PostgreSQL's word for a leaf's shape.
[[nodiscard]] constexpr std::string_view json_shape_word(storage s) noexcept {
    switch (s) {
    case storage::boolean: return "boolean";
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration:
    case storage::decimal:
    case storage::float32:
    case storage::float64: return "number";
    default: return "string";
    }
}
/// Its cast.
constexpr void json_cast(writer& w, storage s, int scale) {
    switch (s) {
    case storage::boolean: w << "::BOOLEAN"; return;
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration: w << "::NUMERIC::BIGINT"; return;
    case storage::decimal:
        w << "::NUMERIC(18, ";
        w.number(scale) << ")";
        return;
    case storage::float32:
    case storage::float64: w << "::DOUBLE PRECISION"; return;
    case storage::timestamp: w << "::TIMESTAMPTZ"; return;
    case storage::date: w << "::DATE"; return;
    case storage::uuid: w << "::UUID"; return;
    default: w << " COLLATE \"C\""; return;
    }
}
/// What `dataflow_json` makes of a leaf.
constexpr void json_kind(writer& w, storage s, int scale) {
    switch (s) {
    case storage::boolean: w << "'boolean'"; return;
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration: w << "'integer'"; return;
    case storage::decimal:
        w << "'decimal', ";
        w.number(scale);
        return;
    case storage::float32:
    case storage::float64: w << "'real'"; return;
    case storage::timestamp: w << "'timestamp'"; return;
    case storage::date: w << "'date'"; return;
    case storage::uuid: w << "'uuid'"; return;
    default: w << "'text'"; return;
    }
}

/// The value at a path as SQL has it. What is absent, null or of another shape is NULL.
constexpr void json_leaf(writer& w, operand column, operand path, storage s, int scale) {
    if (w.postgres()) {
        w << "(CASE jsonb_typeof(";
        column(w);
        w << " #> ";
        path(w);
        w << ") WHEN '" << json_shape_word(s) << "' THEN (";
        column(w);
        w << " #>> ";
        path(w);
        w << ")";
        json_cast(w, s, scale);
        w << " END)";
    } else {
        w << "dataflow_json(";
        column(w);
        w << " -> ";
        path(w);
        w << ", ";
        json_kind(w, s, scale);
        w << ")";
    }
}

/// There is a value at a path, and it is not null.
constexpr void json_exists(writer& w, operand column, operand path) {
    w << (w.postgres() ? "coalesce(jsonb_typeof(" : "coalesce(json_type(");
    column(w);
    w << (w.postgres() ? " #> " : ", ");
    path(w);
    w << (w.postgres() ? ") <> 'null', FALSE)" : ") <> 'null', 0)");
}

/// A column's value with another one at a place, which is the next parameter. Nothing changes where there is no object or array
/// around it; elements are replaced and never added, for the databases disagree about where one would go.
constexpr void json_set(writer& w, operand column, operand parent, operand path, bool element) {
    w << (w.postgres() ? "CASE jsonb_typeof(" : "CASE json_type(");
    column(w);
    w << (w.postgres() ? " #> " : ", ");
    parent(w);
    w << (element ? ") WHEN 'array' THEN " : ") WHEN 'object' THEN ");
    w << (w.postgres() ? "jsonb_set(" : element ? "json_replace(" : "json_set(");
    column(w);
    w << ", ";
    path(w);
    w << (w.postgres() ? ", " : ", json(");
    w.parameter();
    w << (w.postgres() ? (element ? ", FALSE)" : ", TRUE)") : "))");
    w << " ELSE ";
    column(w);
    w << " END";
}

} // namespace dataflow::rooms::sql
