// The order of a list: checked, and made total.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

namespace dataflow::node_ {

namespace detail {

/// The key of an ordering as plain data; it has been checked.
template <class M, class O>
constexpr sql::order_term order_term_of() {
    constexpr auto at = static_cast<std::size_t>(schema::table_of<M>.find(O::column::name));
    return {static_cast<std::uint16_t>(at), O::descending, O::nulls_come_first, schema::table_of<M>.columns[at].nullable()};
}

template <class M, class T>
constexpr auto find_order_verdict() {
    using ordering = typename query::as_ordering<T>::type;
    if constexpr (!query::is_ordering<T> && !query::scalar<T>) return rule::an_argument_is_no_ordering<M, T>{};
    else if constexpr (!requires { ordering::column::name; }) return rule::a_list_is_ordered_by_fields_and_a_select_by_expressions<M>{};
    else {
        using model = typename ordering::column::model;
        if constexpr (!std::is_void_v<model> && !std::is_same_v<model, M>) return rule::a_field_of_another_model_is_used<M, model>{};
        else if constexpr (schema::table_of<M>.find(ordering::column::name) < 0)
            return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
        else if constexpr (query::category_of<typename ordering::column::type> >= query::category::json)
            return rule::records_are_ordered_by_an_array_or_json<M, query::detail::field_text<typename ordering::column>>{};
        else return rule::kept{};
    }
}

/// The keys of an ordering, and behind them the parts of the key that they lack: so an order is always total.
template <std::size_t Most>
struct order_terms {
    sql::order_term terms[Most]{};
    std::size_t size = 0;

    constexpr order_terms(std::initializer_list<sql::order_term> given, const schema::table& t) {
        for (const auto& o : given) terms[size++] = o;
        for (const auto k : t.key) {
            bool there = false;
            for (const auto& o : given) there = there || o.column == k;
            if (!there) terms[size++] = sql::order_term{k, given.size() != 0 && (given.end() - 1)->descending, false, false};
        }
    }
};
template <class M, class... O>
inline constexpr order_terms<sizeof...(O) + schema::key_size<M>> total_order{{order_term_of<M, O>()...}, schema::table_of<M>};

} // namespace detail

/// The verdict on the keys of an ordering of M.
template <class M, class... T>
using order_verdict = rule::first_broken<decltype(detail::find_order_verdict<M, T>())...>;

} // namespace dataflow::node_
