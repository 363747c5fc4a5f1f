// The keys of an order, and the rows that come after one in it.
#pragma once

#include <dataflow/sql/statement.hpp> // first: its code includes sql/parts.hpp

#include <dataflow/core/constant_list.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/predicates.hpp>
#include <dataflow/sql/spell.hpp>

#include <cstddef>
#include <cstdint>

namespace dataflow::rooms::sql {

/// The last key of an order of records of which several tenants may have one key: the tenant, the way that
/// the key before goes.
[[nodiscard]] constexpr order_term tenant_term(const schema::table& t,
                                               constant_list<order_term> order) noexcept {
    return {static_cast<std::uint16_t>(t.policy.partition), !order.empty() && order.back().descending, false,
            false};
}

namespace detail {

/// The keys of an order, and after them the tenant where records of several may have one key.
class whole_order {
  public:
    constexpr explicit whole_order(constant_list<order_term> given) noexcept : given_(given) {}
    constexpr whole_order(const writer& w, const schema::table& t, constant_list<order_term> given)
        : given_(given) {
        if (!keys_repeat(w, t)) return;
        last_ = tenant_term(t, given);
        has_last_ = true;
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return given_.size() + (has_last_ ? 1 : 0); }
    [[nodiscard]] constexpr const order_term& operator[](std::size_t i) const noexcept {
        return i < given_.size() ? given_[i] : last_;
    }

  private:
    constant_list<order_term> given_;
    order_term last_{};
    bool has_last_ = false;
};

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
constexpr void comes_after(writer& w, const schema::table* t, const whole_order& order) {
    const auto name = [&](std::size_t i) -> writer& { return write_order_key(w, t, order[i]); };
    const auto given = [&](std::size_t i) -> writer& {
        const facing as_kept{w, form_of_key(w, t, order[i]), true};
        return w.value({value_source::origin::argument, i});
    };
    bool plain = true;
    for (std::size_t i = 0; i < order.size(); ++i)
        plain = plain && !order[i].nullable && order[i].descending == order[0].descending;
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
constexpr void write_order(writer& w, const schema::table* t, const whole_order& order) {
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
