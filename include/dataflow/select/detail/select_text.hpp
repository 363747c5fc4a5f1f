// The clauses of a select as text, from the types of its parts.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/select_query.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

namespace detail {

template <class... T>
constexpr void write_items(sql::writer& w, sql::place at) {
    const auto places = query::operands<T...>::places(at);
    std::size_t i = 0, before = 0;
    bool first = true;
    ((query::is_unselected<T>
          ? void()
          : (w << (first ? "" : ", "), first = false, before = w.here().size,
             query::write_operand<expression_of<T>>(w, places[i]), w.result_since(before, true)),
      ++i),
     ...);
}

/// A group that binds values is named by its position: the same text twice would bind them twice. `position`:
/// among what is selected.
template <class T>
[[gnu::always_inline]] constexpr void write_group(sql::writer& w, sql::place at, std::size_t position) {
    using E = expression_of<T>;
    if constexpr (E::parameters == 0 || query::is_unselected<T>) query::write_operand<E>(w, at);
    else w.number(static_cast<std::int64_t>(position));
}
/// The first so many of the items.
template <std::size_t Groups, class... T>
struct groups_writer {
    static constexpr void write(sql::writer& w, sql::place at) {
        const auto places = query::operands<T...>::places(at);
        std::size_t position = 0;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((w << (I == 0 ? "" : ", "), position += query::is_unselected<item_at<I, T...>> ? 0 : 1,
              write_group<item_at<I, T...>>(w, places[I], position)),
             ...);
        }(std::make_index_sequence<Groups>{});
    }
};
template <class... T>
struct groups_writer<0, T...> {};
template <std::size_t Groups, class... T>
constexpr sql::clause groups_clause() {
    if constexpr (Groups == 0) return {};
    else return &groups_writer<Groups, T...>::write;
}

/// Whether a row is made of several, which may be of several tenants: not where they are grouped by these.
template <std::size_t Groups, class... T>
constexpr bool sums_records() {
    if constexpr (Groups == 0) return (false || ... || query::aggregates<expression_of<T>>);
    else {
        const bool tells[]{requires {expression_of<T>::tells_tenant;
    }
    ...
};
for (std::size_t i = 0; i < Groups; ++i)
    if (tells[i]) return false;
return true;
} // namespace detail
} // namespace dataflow::node_

/// The position of the item of that number among those that are selected.
template <class... T>
constexpr std::int64_t position_of(int item) {
    const bool selected[]{!query::is_unselected<T>..., true};
    std::int64_t out = 0;
    for (int i = 0; i <= item; ++i) out += selected[i] ? 1 : 0;
    return out;
}

template <class O, class... T>
[[gnu::always_inline]] constexpr void write_ordering(sql::writer& w, sql::place at) {
    using E = ordered<O>;
    if constexpr (refers<E>) {
        constexpr int found = find_item<T...>(E::refers_to.view());
        constexpr std::size_t item = found < 0 ? 0 : static_cast<std::size_t>(found);
        using named = item_at<item, T...>;
        using value = expression_of<named>;
        if constexpr (query::is_unselected<named>)
            sql::order_key(w, O::descending, value::nullable, O::nulls_come_first,
                           &query::write_operand<value>, query::operands<T...>::places(w.items())[item]);
        else
            sql::direction(w.number(position_of<T...>(found)), O::descending, value::nullable,
                           O::nulls_come_first);
    } else sql::order_key(w, O::descending, E::nullable, O::nulls_come_first, &query::write_operand<E>, at);
}

/// The keys of all tables, so that the order of whole records is total. After a left join a key can be NULL
/// in one row alone of those that are equal before it; after a right or a full one in several.
constexpr void write_keys(sql::writer& w, constant_list<sql::joined_table> tables, bool first) {
    bool null = false;
    for (const auto& t : tables)
        null = null || t.how == sql::join_kind::right || t.how == sql::join_kind::full;
    for (const auto& t : tables)
        for (const auto k : t.table->key) {
            if (!first) w << ", ";
            first = false;
            w.column(t.table->columns[k].name, t.alias.empty() ? t.table->name : t.alias);
            if (null && t.may_be_missing) sql::direction(w, false, true, true);
        }
}

constexpr bool has_keys(constant_list<sql::joined_table> tables) {
    bool any = false;
    for (const auto& t : tables) any = any || !t.table->key.empty();
    return any;
}

/// `Before`: how many values come before those of the order.
template <class From, class Order, class Items, bool Records, std::size_t Before>
struct order_writer;
template <class From, class... O, class... T, bool Records, std::size_t Before>
struct order_writer<From, query::types<O...>, query::types<T...>, Records, Before> {
    static constexpr void write(sql::writer& w, sql::place at) {
        [[maybe_unused]] const auto places = query::order_places<O...>(at);
        const auto around = w.items_at(at.before(Before));
        std::size_t i = 0;
        ((w << (i == 0 ? "" : ", "), write_ordering<O, T...>(w, places[i]), ++i), ...);
        w.items_at(around);
        if constexpr (Records) write_keys(w, tables_of<From>, i == 0);
    }
    static constexpr bool there = sizeof...(O) != 0 || (Records && has_keys(tables_of<From>));
};
template <class From, class Order, class Items, bool Records, std::size_t Before>
constexpr sql::clause order_clause() {
    using writer = order_writer<From, Order, Items, Records, Before>;
    if constexpr (!writer::there) return {};
    else return {&writer::write, sql::place{}.after(Before)};
}

template <class... T>
constexpr sql::clause items_writer() {
    if constexpr (sizeof...(T) == 0) return {};
    else return &write_items<T...>;
}

/// A predicate over groups, which may name items.
template <class H, std::size_t Values, std::size_t Optionals>
struct having_writer {
    static constexpr void write(sql::writer& w, sql::place at) {
        const auto around = w.items_at(at.before(Values, Optionals));
        H::write(w, at);
        w.items_at(around);
    }
};
template <class H, class P, std::size_t OfItems>
constexpr sql::clause having_clause() {
    constexpr std::size_t values = OfItems + P::parameters;
    if constexpr (std::is_same_v<H, every>) return {};
    else return {&having_writer<H, values, P::optionals>::write, sql::place{}.after(values, P::optionals)};
}

} // namespace detail

} // namespace dataflow::node_
