// The texts of predicates: of those that the compiler knows (query/) and of those that come at run time (outside/).
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// An operand: a function that writes it, and what that function looks at.
struct operand {
    void (*text)(writer&, const void*, place);
    const void* of = nullptr;
    place at{};

    constexpr void operator()(writer& w) const { text(w, of, at); }
};
/// An expression that is a type, as an operand.
template <class E>
[[nodiscard]] constexpr operand operand_of(place at = {}) noexcept {
    return {[](writer& w, const void*, place own) { E::write(w, own); }, nullptr, at};
}

enum class comparison : std::uint8_t { eq, ne, lt, le, gt, ge };

/// The sign of a comparison. `distinct`: NULL counts as a value.
[[nodiscard]] constexpr std::string_view comparison_text(comparison op, bool distinct, bool postgres) noexcept {
    switch (op) {
    case comparison::eq: return !distinct ? " = " : postgres ? " IS NOT DISTINCT FROM " : " IS ";
    case comparison::ne: return !distinct ? " <> " : postgres ? " IS DISTINCT FROM " : " IS NOT ";
    case comparison::lt: return " < ";
    case comparison::le: return " <= ";
    case comparison::gt: return " > ";
    case comparison::ge: return " >= ";
    }
    return {};
}

enum class match : std::uint8_t { like, ilike, starts_with, ends_with, contains, regex };

/// The text matches with the pattern that is bound at a place. `once`: the operand has parameters of its own, and can be written
/// only once.
constexpr void matches(writer& w, match how, operand e, place pattern, bool once) {
    const bool pg = w.postgres();
    const auto around = [&](std::string_view before, std::string_view between, std::string_view after) {
        w << before;
        e(w);
        w << between;
        w.value(pattern);
        w << after;
    };
    switch (how) {
    case match::like: {
        if (pg) {
            around("", " LIKE ", " ESCAPE '\\'");
            return;
        }
        if (once) {
            around("dataflow_like(", ", ", ")");
            return;
        }
        // SQLite's own LIKE may use an index, but takes three characters for one another.
        around("(", " LIKE ", " ESCAPE '\\' AND (dataflow_plain_pattern(");
        w.value(pattern);
        w << ") OR dataflow_like(";
        e(w);
        w << ", ";
        w.value(pattern);
        w << ")))";
        return;
    }
    case match::ilike:
        if (pg) around("", " ILIKE ", " ESCAPE '\\'");
        else around("dataflow_ilike(", ", ", ")");
        return;
    case match::contains: around(pg ? "strpos(" : "instr(", ", ", ") > 0"); return;
    case match::regex: around(pg ? "" : "dataflow_matches(", pg ? " ~ " : ", ", pg ? "" : ")"); return;
    case match::starts_with:
        if (pg) around("starts_with(", ", ", ")");
        else if (once) around("dataflow_starts_with(", ", ", ")");
        else { // a range, so that an index on the column serves
            w << "(";
            around("", " >= ", " AND ");
            e(w);
            w << " < dataflow_prefix_end(";
            w.value(pattern);
            w << "))";
        }
        return;
    case match::ends_with: break;
    }
    if (!pg && once) {
        around("dataflow_ends_with(", ", ", ")");
        return;
    }
    // From the end on; an empty ending ends every text, which substr(x, -0) would not tell.
    around(pg ? "right(" : "substr(", pg ? ", length(" : ", CASE length(", "");
    if (!pg) {
        w << ") WHEN 0 THEN length(";
        e(w);
        w << ") + 1 ELSE -length(";
        w.value(pattern);
        w << ") END) = ";
    } else w << ")) = ";
    w.value(pattern);
}

/// `, 2` behind a value that decimals of SQLite's JSON are compared with; nothing for other elements (a scale below 0).
constexpr void element_scale(writer& w, int scale) {
    if (scale < 0) return;
    w << ", ";
    w.number(scale);
}

/// The array holds the value. False for a NULL array.
constexpr void array_has(writer& w, operand array, operand value, int scale) {
    if (w.postgres()) {
        w << "coalesce(";
        value(w);
        w << " = ANY(";
        array(w);
        w << "), FALSE)";
        return;
    }
    w << "dataflow_has(";
    array(w);
    w << ", ";
    value(w);
    element_scale(w, scale);
    w << ")";
}

/// The array holds one of the values of a list, which are of the type `element`. `qualified`: the array with its table's name,
/// for a column may be named as one of the list's.
constexpr void array_has_any(writer& w, std::string_view table, operand array, operand qualified, place values, storage element, int scale) {
    if (w.postgres()) {
        w << "EXISTS (SELECT 1 FROM unnest(";
        array(w);
        w << ") AS e(v) WHERE e.v";
        w.in_list(element, values) << ")";
        return;
    }
    const auto list = writer::apart("l", "l_", table);
    w << "EXISTS (SELECT 1 FROM dataflow_rows(";
    w.value(values);
    w << ") AS " << list << " WHERE dataflow_has(";
    if (w.inside() != nullptr) array(w); // its table has a number
    else qualified(w);
    w << ", " << list << ".c0";
    element_scale(w, scale);
    w << "))";
}

/// The array holds all values of a list; true of an empty one.
constexpr void array_has_all(writer& w, std::string_view table, operand array, operand qualified, place values, storage element, int scale) {
    const auto list = writer::apart("l", "l_", table);
    w << "NOT EXISTS (SELECT 1 FROM ";
    if (w.postgres()) {
        w << "unnest(";
        w.array_value(element, values);
        w << ") AS " << list << "(dataflow_value) WHERE NOT coalesce(" << list << ".dataflow_value = ANY(";
        array(w);
        w << "), FALSE))";
        return;
    }
    w << "dataflow_rows(";
    w.value(values);
    w << ") AS " << list << " WHERE NOT dataflow_has(";
    if (w.inside() != nullptr) array(w);
    else qualified(w);
    w << ", " << list << ".c0";
    element_scale(w, scale);
    w << "))";
}

/// An array with the elements of another one behind it, or without those that equal its first one.
constexpr void array_changed(writer& w, operand array, place other, bool remove, int scale) {
    w << (w.postgres() ? (remove ? "array_remove(" : "array_cat(") : remove ? "dataflow_array_remove(" : "dataflow_array_append(");
    array(w);
    w << (remove && w.postgres() ? ", (" : ", ");
    w.value(other);
    if (remove && w.postgres()) w << ")[1]";
    if (remove && !w.postgres()) element_scale(w, scale);
    w << ")";
}

constexpr void array_size(writer& w, operand array) {
    w << (w.postgres() ? "cardinality(" : "json_array_length(");
    array(w);
    w << ")";
}

} // namespace dataflow::rooms::sql
