// The texts of predicates: of those that the compiler knows (query/) and of those that come at run time
// (outside/).
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/sql/dialect_data.hpp>
#include <dataflow/sql/spell.hpp>
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

namespace detail {
[[nodiscard]] constexpr std::string_view comparison_sign(comparison op) noexcept {
    switch (op) {
    case comparison::eq: return " = ";
    case comparison::ne: return " <> ";
    case comparison::lt: return " < ";
    case comparison::le: return " <= ";
    case comparison::gt: return " > ";
    case comparison::ge: return " >= ";
    }
    return {};
}
} // namespace detail

/// What stands before, between and after the sides of a comparison. `distinct`: NULL counts as a value.
[[nodiscard]] constexpr infix comparison_text(const dialect_data& d, comparison op, bool distinct) noexcept {
    if (distinct && op == comparison::eq) return d.same;
    if (distinct && op == comparison::ne) return d.differs;
    return {{}, detail::comparison_sign(op), {}};
}

enum class match : std::uint8_t { like, ilike, starts_with, ends_with, contains, regex };

/// The text matches with the pattern that is bound at a place. `once`: the operand has parameters of its own,
/// and can be written only once.
constexpr void matches(writer& w, match how, operand e, place pattern, bool once) {
    const auto& all = w.dialect().match;
    const auto text = [=](std::string_view usual, std::string_view with_one) {
        return once && !with_one.empty() ? with_one : usual;
    };
    const auto write = [&](std::string_view what, std::string_view as) {
        spell(w, what, as, e, [=](writer& to) { to.value(pattern); });
    };
    switch (how) {
    case match::like: return write("LIKE", text(all.like, all.like_once));
    case match::ilike: return write("a LIKE that ignores case", all.ilike);
    case match::contains: return write("a search for part of a string", all.contains);
    case match::regex: return write("regular expressions", all.regex);
    case match::starts_with:
        return write("a test of how a string begins", text(all.starts_with, all.starts_with_once));
    case match::ends_with:
        return write("a test of how a string ends", text(all.ends_with, all.ends_with_once));
    }
}

/// `, 2` after a value that decimals in SQLite's JSON are compared with; nothing for other elements (a scale
/// below 0).
constexpr void element_scale(writer& w, int scale) {
    if (scale < 0) return;
    w << ", ";
    w.number(scale);
}

namespace detail {
template <class Array, class Element>
constexpr void array_has(writer& w, const Array& array, const Element& element, int scale) {
    spell(w, "elements of arrays", w.dialect().arrays.has, array, element,
          [=](writer& to) { element_scale(to, scale); });
}
/// For each value of a list, whether the array has it. `qualified`: the array with its table's name, for a
/// column may be named as the list's one.
constexpr void for_each_listed(writer& w, bool all, std::string_view table, operand array, operand qualified,
                               place values, storage element, int scale) {
    const auto list = writer::apart("l", "l_", table);
    w << (all ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM ");
    w.list_table(element, values, list);
    w << (all ? " WHERE NOT " : " WHERE ");
    // Where a SELECT is around, its table has a number.
    detail::array_has(
        w, w.dialect().arrays.native || w.inside() != nullptr ? array : qualified,
        [=](writer& to) { to << list << "." << to.list_element(); }, scale);
    w << ")";
}
} // namespace detail

/// The array holds the value. False for a NULL array.
constexpr void array_has(writer& w, operand array, operand value, int scale) {
    detail::array_has(w, array, value, scale);
}

/// The array holds one of the values of a list, which are of the type `element`.
constexpr void array_has_any(writer& w, std::string_view table, operand array, operand qualified,
                             place values, storage element, int scale) {
    const auto elements = w.dialect().arrays.elements;
    if (elements.empty())
        return detail::for_each_listed(w, false, table, array, qualified, values, element, scale);
    spell(w << "EXISTS (SELECT 1 FROM ", "elements of arrays", elements, array);
    (w << " WHERE e.v").in_list(element, values) << ")";
}

/// The array holds all values of a list; true of an empty one.
constexpr void array_has_all(writer& w, std::string_view table, operand array, operand qualified,
                             place values, storage element, int scale) {
    detail::for_each_listed(w, true, table, array, qualified, values, element, scale);
}

/// An array with the elements of another one after it, or without those that equal its first one.
constexpr void array_changed(writer& w, operand array, place other, bool remove, int scale) {
    const auto& arrays = w.dialect().arrays;
    spell(
        w, "changes of arrays", remove ? arrays.remove : arrays.append, array,
        [=](writer& to) { to.value(other); }, [=](writer& to) { element_scale(to, scale); });
}

constexpr void array_size(writer& w, operand array) {
    spell(w, "the size of arrays", w.dialect().arrays.size, array);
}

} // namespace dataflow::rooms::sql
