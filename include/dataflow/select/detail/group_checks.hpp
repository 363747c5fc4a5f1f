// What groups can be made by, and what can be selected of them.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/select_item.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/select/select.hpp>

#include <type_traits>

namespace dataflow::node_::detail {

template <class K>
constexpr auto find_key_verdict() {
    if constexpr (!query::selectable<K> && !query::is_unselected<K>)
        return rule::a_select_takes_expressions_only<K>{};
    else if constexpr (query::windows<expression_of<K>>)
        return rule::a_group_is_made_by_a_window<expression_of<K>>{};
    else if constexpr (query::aggregates<expression_of<K>>)
        return rule::a_group_is_made_by_an_aggregate<expression_of<K>>{};
    else return rule::ok{};
}
template <class Rows, class Items>
struct verdict_on_items;
template <class Rows, class... T>
struct verdict_on_items<Rows, query::types<T...>> : std::type_identity<items_verdict<Rows, T...>> {};
template <class Rows>
struct verdict_on_items<Rows, query::types<>>
    : std::type_identity<rule::diagnostic<rule::a_select_takes_expressions_only<void>>> {};
template <class Rows, class Items>
using verdict_on = typename verdict_on_items<Rows, Items>::type;

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

/// The verdict on what groups are made by.
template <class... K>
using keys_verdict = rule::first_broken<decltype(detail::find_key_verdict<K>())...>;

} // namespace dataflow::node_
