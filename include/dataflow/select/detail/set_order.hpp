// The order of what a set operation gives: its columns, by their positions.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/list_order.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/select/detail/set_members.hpp>
#include <dataflow/select/select_checks.hpp>
#include <dataflow/sql/parts.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::node_::detail {

/// The position of an ordering among the items of the first select, or -1.
template <class E, class... T>
constexpr int find_in_items(types<T...>) {
    if constexpr (refers<E>) return find_item<T...>(E::refers_to.view());
    else if constexpr (E::parameters != 0) return -1; // its values may be others
    else {
        const bool is[]{
            std::is_same_v<typename same_column<E>::type, typename same_column<expression_of<T>>::type>...,
            false};
        for (std::size_t i = 0; i < sizeof...(T); ++i)
            if (is[i]) return static_cast<int>(i);
        return -1;
    }
}
/// The same among the columns of a model.
template <class M, class E>
constexpr int find_in_columns() {
    if constexpr (refers<E>) return schema::table_of<M>.find(E::refers_to.view());
    else if constexpr (query::detail::is_column<E>)
        return std::is_void_v<typename E::model> || std::is_same_v<typename E::model, M>
                   ? schema::table_of<M>.find(E::name)
                   : -1;
    else return -1;
}

template <class Rows>
inline constexpr bool is_model_rows = false;
template <class M>
inline constexpr bool is_model_rows<model_rows<M>> = true;

template <class Members, class O>
constexpr int find_in_set() {
    using first = typename Members::first;
    if constexpr (is_model_rows<typename Members::rows_type>)
        return find_in_columns<typename first::model, ordered<O>>();
    else return find_in_items<ordered<O>>(typename Members::ordering_items{});
}

template <class Members, class O>
constexpr auto find_set_ordering_verdict() {
    using E = ordered<O>;
    if constexpr (find_in_set<Members, O>() >= 0) {
        if constexpr (refers<E>) return rule::ok{};
        else if constexpr (is_model_rows<typename Members::rows_type>)
            return order_verdict<typename Members::first::model, O>{};
        else if constexpr (query::has_no_order<E>) return query::no_order_verdict<E>{};
        else return rule::ok{};
    } else if constexpr (refers<E>) return rule::nothing_is_selected_under_this_name<E::refers_to>{};
    else return rule::an_ordering_of_a_set_operation_is_not_selected<E>{};
}
template <class Members, class Order>
struct find_set_order_verdict;
template <class Members, class... O>
struct find_set_order_verdict<Members, types<O...>> {
    using type = rule::first_broken<decltype(find_set_ordering_verdict<Members, O>())...>;
};
template <class Members, class Order>
using set_order_verdict = typename find_set_order_verdict<Members, Order>::type;

/// Whether the column at a position can be NULL.
template <class Members, int At>
constexpr bool null_at() {
    constexpr auto at = static_cast<std::size_t>(At < 0 ? 0 : At);
    if constexpr (is_model_rows<typename Members::rows_type>)
        return schema::table_of<typename Members::first::model>.columns[at].nullable();
    else return expression_of<typename nth_item<typename Members::items, at>::type>::nullable;
}

template <class Members, class Order>
struct set_order;
template <class Members, class... O>
struct set_order<Members, types<O...>> {
    static constexpr bool records = is_model_rows<typename Members::rows_type>;

    static constexpr bool keyed() {
        if constexpr (records) return !schema::table_of<typename Members::first::model>.key.empty();
        else return false;
    }
    static constexpr void write(sql::writer& w, sql::place) {
        bool first = true;
        ((w << (first ? "" : ", "), first = false, w.number(find_in_set<Members, O>() + 1),
          sql::direction(w, O::descending, null_at<Members, find_in_set<Members, O>()>(),
                         O::nulls_come_first)),
         ...);
        if constexpr (records)
            for (const auto k : schema::table_of<typename Members::first::model>.key) {
                if (!first) w << ", ";
                first = false;
                w.number(k + 1);
            }
    }
    static constexpr sql::clause clause =
        sizeof...(O) != 0 || (records && keyed()) ? sql::clause{&write} : sql::clause{};
};

} // namespace dataflow::node_::detail
