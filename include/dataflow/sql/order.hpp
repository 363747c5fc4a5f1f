// The keys of an order, and the rows that come after one in it.
#pragma once

#include <dataflow/sql/statement.hpp> // first: its code includes sql/parts.hpp

#include <dataflow/core/constant_list.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/predicates.hpp>
#include <dataflow/sql/spell.hpp>

#include <cstddef>

namespace dataflow::rooms::sql {

namespace detail {

/// The form of a key of an order that is a column.
constexpr const column_form* form_of_key(const writer& w, const schema::table* t, const order_term& o) {
    return o.key == nullptr && t != nullptr ? w.form_in(t->name, t->columns[o.column].name) : nullptr;
}

/// What a key of an order is of.
constexpr writer& write_order_key(writer& w, const schema::table* t, const order_term& o) {
    const facing as_kept{w, form_of_key(w, t, o), true};
    if (o.key == nullptr) return w.column(t->columns[o.column].name);
    o.key->written(w);
    return w;
}

/// The rows that come strictly after a given one in the order, whose values are the arguments. One comparison
/// of rows where all keys go the same way and none can be NULL; else the comparison written out. `t`: the
/// table of keys that are columns.
constexpr void comes_after(writer& w, const schema::table* t, constant_list<order_term> order) {
    const auto name = [&](std::size_t i) -> writer& { return write_order_key(w, t, order[i]); };
    const auto given = [&](std::size_t i) -> writer& {
        const facing as_kept{w, form_of_key(w, t, order[i]), true};
        return w.value({value_source::origin::argument, i});
    };
    bool plain = true;
    for (const auto& o : order) plain = plain && !o.nullable && o.descending == order[0].descending;
    if (plain) {
        w << "(";
        listed(w, order.size(), name);
        w << (order[0].descending ? ") < (" : ") > (");
        listed(w, order.size(), given);
        w << ")";
        return;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto& o = order[i];
        w << "(";
        name(i) << (o.descending ? " < " : " > ");
        given(i);
        if (o.nullable && o.nulls_first) {
            w << " OR (";
            name(i) << " IS NOT NULL AND ";
            given(i) << " IS NULL)";
        } else if (o.nullable) {
            w << " OR (";
            name(i) << " IS NULL AND ";
            given(i) << " IS NOT NULL)";
        }
        if (i + 1 == order.size()) break;
        const auto equal = comparison_text(w.dialect(), comparison::eq, o.nullable);
        w << " OR (" << equal.before;
        name(i) << equal.between;
        given(i) << equal.after << " AND ";
    }
    for (std::size_t i = 0; i + 1 < order.size(); ++i) w << "))";
    w << ")";
}

/// The keys of an order, separated by commas.
constexpr void write_order(writer& w, const schema::table* t, constant_list<order_term> order) {
    listed(w, order.size(), [&](std::size_t i) {
        const auto& o = order[i];
        sql::order_key(w, o.descending, o.nullable, o.nulls_first,
                       [&](writer& to) { write_order_key(to, t, o); });
    });
}

/// The expressions of an order, as further columns: a cursor is made of them.
constexpr void expressions_of_order(writer& w, const statement& s) {
    for (const auto& o : s.order)
        if (!(o.key == nullptr)) {
            w << ", ";
            o.key->written(w);
        }
}

} // namespace detail

} // namespace dataflow::rooms::sql
