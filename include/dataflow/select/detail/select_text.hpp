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
    std::size_t i = 0;
    bool first = true;
    ((query::is_unselected<T>
          ? void()
          : (w << (first ? "" : ", "), first = false, query::write_operand<expression_of<T>>(w, places[i])),
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

template <class O, class... T>
[[gnu::always_inline]] constexpr void write_ordering(sql::writer& w, sql::place at) {
    using E = ordered<O>;
    if constexpr (refers<E>) {
        const bool of_items[]{expression_of<T>::nullable..., false};
        const auto item = find_item<T...>(E::refers_to.view());
        sql::direction(w.number(item + 1), O::descending, of_items[item < 0 ? 0 : item], O::nulls_come_first);
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

template <class From, class Order, class Items, bool Records>
struct order_writer;
template <class From, class... O, class... T, bool Records>
struct order_writer<From, query::types<O...>, query::types<T...>, Records> {
    static constexpr void write(sql::writer& w, sql::place at) {
        [[maybe_unused]] const auto places = query::order_places<O...>(at);
        std::size_t i = 0;
        ((w << (i == 0 ? "" : ", "), write_ordering<O, T...>(w, places[i]), ++i), ...);
        if constexpr (Records) write_keys(w, tables_of<From>, i == 0);
    }
    static constexpr bool there = sizeof...(O) != 0 || Records;
};
/// `before`: how many values come before those of the order.
template <class From, class Order, class Items, bool Records>
constexpr sql::clause order_clause(std::size_t before) {
    using writer = order_writer<From, Order, Items, Records>;
    if constexpr (!writer::there) return {};
    else return {&writer::write, sql::place{}.after(before)};
}

template <class... T>
constexpr sql::clause items_writer() {
    if constexpr (sizeof...(T) == 0) return {};
    else return &write_items<T...>;
}

template <class H, class P>
constexpr sql::clause having_clause(std::size_t values_of_items) {
    if constexpr (std::is_same_v<H, every>) return {};
    else return {&H::write, sql::place{}.after(values_of_items + P::parameters, P::optionals)};
}

} // namespace detail

} // namespace dataflow::node_
