// Places inside columns of JSON: of paths that the compiler knows (json/) and of those that come at run
// time (outside/).
#pragma once

#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/predicates.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace dataflow::rooms::sql {

/// Quotes, backslashes and control characters would be read as something else in a path.
[[nodiscard]] constexpr bool is_plain_json_key(std::string_view key) noexcept {
    for (const char c : key)
        if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
    return true;
}

/// A step to a member, inside the literal of a path: a name of the program's.
constexpr void json_name(writer& w, std::string_view name) {
    const auto& around = w.dialect().json.name;
    w << around.before;
    for (std::size_t i = 0; i < name.size(); ++i)
        w << (name[i] == '\'' ? std::string_view{"''"} : name.substr(i, 1));
    w << around.after;
}
/// A step to an element. No array has as many as a number of 32 bits counts, of which SQLite reads the end of
/// a longer one.
constexpr void json_item(writer& w, std::int64_t index) {
    const auto& around = w.dialect().json.item;
    w << around.before;
    w.number(index < INT32_MAX ? index : INT32_MAX) << around.after;
}
/// A step to a member where a place is written without a path.
constexpr void json_step(writer& w, std::string_view name) {
    w << w.dialect().json.step;
    w.literal(name);
}

/// The whole numbers that a type holds: from `low` to `high`, multiples of `step`.
struct whole_range {
    static constexpr std::int64_t lowest =
        std::numeric_limits<std::int64_t>::min(); // g++ 12 with UBSan folds the macro too late
    static constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
    std::int64_t low = lowest, high = highest, step = 1;

    [[nodiscard]] constexpr bool everything() const noexcept {
        return low == lowest && high == highest && step == 1;
    }
};
[[nodiscard]] constexpr whole_range whole_range_of(const type_info& type) noexcept {
    switch (type.memory) {
    case layout::int8: return {INT8_MIN, INT8_MAX};
    case layout::uint8: return {0, UINT8_MAX};
    case layout::int16: return {INT16_MIN, INT16_MAX};
    case layout::uint16: return {0, UINT16_MAX};
    case layout::int32: return {INT32_MIN, INT32_MAX};
    case layout::uint32: return {0, UINT32_MAX};
    case layout::duration: break;
    default: return {};
    }
    whole_range out{whole_range::lowest, whole_range::highest, type.tick};
    if (type.enum_size < 8) {
        const auto most = (std::int64_t{1} << (type.enum_size * 8 - (type.enum_signed ? 1 : 0))) - 1;
        if (most < INT64_MAX / type.tick) out.low = (-most - 1) * type.tick, out.high = most * type.tick;
    }
    if (!type.enum_signed) out.low = 0;
    return out;
}

/// What PostgreSQL asks of a JSON value before it casts it, for no cast may fail: in the language of JSON
/// paths, in which asking a value of another shape is no error.
constexpr void json_condition(writer& w, const type_info& type) {
    switch (type.stored) {
    case storage::decimal: // what is rounded to more digits is too large
        w << "@.abs() < ";
        if (type.digits == type.scale) w << "0";
        for (int i = 0; i < type.digits - type.scale; ++i) w << "9";
        w << ".";
        for (int i = 0; i < type.scale; ++i) w << "9";
        w << "5";
        return;
    // The ends lie half a step beyond the greatest and the smallest number.
    case storage::float32:
        w << "@.abs() < 3.4028235677973366e38 && (@ == 0 || @.abs() > 7.006492321624086e-46)";
        return;
    case storage::float64:
        w << "@.abs() < 1.797693134862315807e308 && (@ == 0 || @.abs() > 2.4703282292062328e-324)";
        return;
    case storage::boolean: w << "@.type() == \"boolean\""; return;
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration: {
        const auto range = whole_range_of(type);
        w << "@ >= ";
        w.number(range.low) << " && @ <= ";
        w.number(range.high) << " && ";
        if (range.step == 1) w << "@.floor() == @"; // takes half as long as a remainder
        else {
            w << "@ % ";
            w.number(range.step) << " == 0";
        }
        return;
    }
    default: {
        const auto condition = facts_of(type.stored).json_condition;
        w << (condition.empty() ? "@.type() == \"string\"" : condition);
    }
    }
}
/// Whether PostgreSQL casts the JSON itself, numbers and truth values: without a detour by their text.
[[nodiscard]] constexpr bool casts_from_json(const type_info& type) noexcept {
    switch (type.stored) {
    case storage::boolean:
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration:
    case storage::decimal:
    case storage::float32:
    case storage::float64: return true;
    default: return false;
    }
}
/// Its cast.
constexpr void json_cast(writer& w, const type_info& type) {
    switch (type.stored) {
    case storage::boolean: w << "::BOOLEAN"; return;
    case storage::int16: w << "::SMALLINT"; return;
    case storage::int32: w << "::INTEGER"; return;
    case storage::int64:
    case storage::duration: w << "::BIGINT"; return;
    case storage::decimal:
        w << "::NUMERIC(";
        w.number(type.digits) << ", ";
        w.number(type.scale) << ")";
        return;
    case storage::text: w << " COLLATE \"C\""; return;
    default: w << "::" << facts_of(type.stored).postgres; return;
    }
}
/// What `dataflow_json` makes of a leaf.
constexpr void json_kind(writer& w, const type_info& type) {
    switch (type.stored) {
    case storage::boolean: w << "'boolean'"; return;
    case storage::int16:
    case storage::int32:
    case storage::int64:
    case storage::duration: {
        const auto range = whole_range_of(type);
        w << "'integer'";
        if (range.everything()) return;
        w << ", ";
        if (range.low == range.lowest)
            w << "-9223372036854775807 - 1"; // SQLite reads the number without its sign
        else w.number(range.low);
        w << ", ";
        w.number(range.high) << ", ";
        w.number(range.step);
        return;
    }
    case storage::decimal:
        w << "'decimal', ";
        w.number(type.scale) << ", ";
        w.number(type.digits);
        return;
    default: w << "'" << facts_of(type.stored).word << "'"; return;
    }
}

/// A JSON value as SQL has it; what is no value of the type is NULL.
template <class Json>
constexpr void json_scalar(writer& w, Json json, const type_info& of) {
    const auto& type = of.map == nullptr ? of : *of.map->stored;
    switch (w.dialect().json.values) {
    case json_form::texts:
        return spell(w, "a value of this type inside of JSON", w.dialect().json.values_of[type.stored], json);
    case json_form::judged_path: {
        const bool text = type.stored == storage::text; // a collation is no operand of BETWEEN
        const auto whole = facts_of(type.stored).json_text;
        const auto at = whole.find('$');
        w << (text ? "(" : "") << whole.substr(0, at) << "jsonb_path_query_first(";
        json(w);
        w << ", 'strict $ ? (";
        json_condition(w, type);
        w << (casts_from_json(type) ? ")')" : ")') #>> '{}'") << whole.substr(at + 1);
        json_cast(w, type);
        w << (text ? ")" : "");
        return;
    }
    case json_form::function:
        w << "dataflow_json(";
        json(w);
        w << ", ";
        json_kind(w, type);
        w << ")";
    }
}

/// What stands at a path, as JSON.
constexpr void json_part(writer& w, operand column, operand path) {
    spell(w, "places in JSON", w.dialect().json.part, column, path);
}
/// What kind of JSON it is, as a text.
constexpr void json_kind_at(writer& w, operand column, operand path) {
    spell(w, "the kinds of JSON", w.dialect().json.kind, column, path);
}

/// The value at a path as SQL has it. What is absent, null or no value of the type is NULL.
constexpr void json_leaf(writer& w, operand column, operand path, const type_info& of) {
    json_scalar(w, [=](writer& to) { json_part(to, column, path); }, of);
}

/// What is an array at a path, and NULL where it is none, as JSON.
constexpr void json_array(writer& w, operand column, operand path) {
    w << "CASE ";
    json_kind_at(w, column, path);
    w << " WHEN " << w.dialect().json.array << " THEN ";
    json_part(w, column, path);
    w << " END";
}
/// The list at a path as an array, to ask for its elements.
constexpr void json_list(writer& w, operand column, operand path, const type_info& element) {
    if (!w.dialect().arrays.native) return json_array(w, column, path);
    w << "ARRAY(SELECT ";
    json_scalar(w, [](writer& to) { to << "e.v"; }, element);
    w << " FROM jsonb_array_elements(";
    json_array(w, column, path);
    w << ") AS e(v))";
}
/// How many elements it has; NULL where there is none.
constexpr void json_list_size(writer& w, operand column, operand path) {
    spell(w, "the size of JSON arrays", w.dialect().json.size,
          [=](writer& to) { json_array(to, column, path); });
}

/// There is a value at a path, and it is not null.
constexpr void json_exists(writer& w, operand column, operand path) {
    spell(w, "whether JSON has a place", w.dialect().json.exists, column, path);
}

} // namespace dataflow::rooms::sql
