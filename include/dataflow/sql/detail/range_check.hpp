// The library's own checks: that a column holds nothing but values of its field's type.
#pragma once

#include <dataflow/sql/statement.hpp> // first: its code includes sql/parts.hpp

#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/spell.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {

/// The range of a whole number that its column's SQL type alone does not keep.
struct range {
    std::int64_t low = 0;
    std::int64_t high = 0;
    bool needed = false;
};

[[nodiscard]] constexpr range range_of(const type_info& type, bool pg) noexcept {
    switch (type.memory) {
    case layout::boolean: return {0, 1, !pg};
    case layout::int8: return {INT8_MIN, INT8_MAX, true};
    case layout::uint8: return {0, UINT8_MAX, true};
    case layout::int16: return {INT16_MIN, INT16_MAX, !pg};
    case layout::uint16: return {0, UINT16_MAX, true};
    case layout::int32: return {INT32_MIN, INT32_MAX, !pg};
    case layout::uint32: return {0, UINT32_MAX, true};
    case layout::decimal: {
        const auto most = static_cast<std::int64_t>(dataflow::detail::power_of_ten(type.digits) - 1);
        return {-most, most, !pg};
    }
    default: return {};
    }
}

/// What a column of JSON or of an array must be, beyond its type.
constexpr void json_check(writer& w, const schema::column& c) {
    const bool array = is_array(c.type->stored);
    const auto count = array ? c.type->sequence->fixed : SIZE_MAX;
    const auto call = [&](std::string_view function) -> writer& {
        w << function << "(";
        w.identifier(c.name) << ")";
        return w;
    };
    const bool text = w.dialect().columns_take_anything;
    if (c.nullable() && text) w.identifier(c.name) << " IS NULL OR "; // there json_valid(NULL) is 0
    if (text) w << (array ? "CASE WHEN " : "");
    if (text) call("json_valid") << (array ? " THEN " : "");
    if (text && array) call("json_type") << (count != SIZE_MAX ? " = 'array' AND " : " = 'array'");
    if (count != SIZE_MAX) {
        spell(w, "the size of arrays", w.dialect().arrays.size, [&](writer& to) { to.identifier(c.name); });
        w << " = ";
        w.number(static_cast<std::int64_t>(count));
    }
    if (text && array) w << " ELSE 0 END";
}

/// That a column of SQLite's holds a whole number within a range. `CAST` costs half of what `typeof` does,
/// and tells the same of a number in the range.
constexpr void whole_check(writer& w, const schema::column& c, const range& r) {
    const auto name = [&]() -> writer& { return w.identifier(c.name); };
    if (r.low == 0 && r.high == 1) {
        name() << " = 0 OR ";
        name() << " = 1";
        return;
    }
    if (!r.needed) { // arithmetic that overflows gives a real number there
        w << "typeof(";
        name() << (c.nullable() ? ") IN ('integer', 'null')" : ") = 'integer'");
        return;
    }
    w << "CAST(";
    name() << " AS INTEGER) = ";
    name() << " AND ";
    name() << " BETWEEN ";
    w.number(r.low) << " AND ";
    w.number(r.high);
}

/// The condition of the library's own CHECK on a column, where the column's type does not keep its values in
/// range by itself; otherwise nothing is written.
constexpr void range_condition(writer& w, const schema::column& c) {
    const type_info& type = stored_type(*c.type);
    const bool anything = w.dialect().columns_take_anything;
    const auto r = range_of(type, !anything);
    const bool whole =
        anything && (type.memory == layout::int64 || type.memory == layout::duration) && !c.generated;
    const bool array = is_array(type.stored);
    const bool counted = array && type.sequence->fixed != SIZE_MAX;
    const auto& facts = facts_of(type.stored);
    const bool text = anything && !array;
    const bool real = anything && (type.stored == storage::float32 || type.stored == storage::float64);
    if (type.stored == storage::json || array) {
        if (anything || counted) json_check(w, c);
    } else if (type.memory == layout::enumeration) {
        w.identifier(c.name) << " IN (";
        listed(w, type.enumerators.size(), [&](std::size_t i) { w.literal(type.enumerators[i].name); });
        w << ")";
    } else if (text && facts.length != 0) { // in another form it would compare with no other:
                                            // CURRENT_TIMESTAMP gives 19 characters
        w << "length(";
        w.identifier(c.name) << ") = ";
        w.number(facts.length);
    } else if (text && !facts.characters.empty()) {
        w.identifier(c.name) << " NOT GLOB ";
        w.literal(facts.characters);
    } else if (real) { // numbers come before all texts, and the sign keeps the text from being read as a
                       // number
        w << "+";
        w.identifier(c.name) << " < ''";
    } else if (anything && (r.needed || whole)) {
        whole_check(w, c, r);
    } else if (r.needed) {
        w.identifier(c.name) << " BETWEEN ";
        w.number(r.low) << " AND ";
        w.number(r.high);
    }
}

/// ` CONSTRAINT <table>_<column>_range CHECK (...)`, where the column needs one.
inline void range_check(writer& w, const schema::table& t, const schema::column& c) {
    writer condition{w.dialect()};
    range_condition(condition, c);
    if (condition.view().empty()) return;
    w << " CONSTRAINT ";
    w.identifier(schema::range_check_name(t, c)) << " CHECK (" << condition.view() << ")";
}

} // namespace detail

} // namespace dataflow::rooms::sql
