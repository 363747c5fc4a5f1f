// Which children a list can have, and what says which of them.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/children.hpp>
#include <dataflow/node/key_join.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/column.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/schema/model.hpp>

#include <type_traits>

namespace dataflow::node_::detail {

template <class M, auto Member>
constexpr auto find_many_verdict() {
    using holder = typename query::column<Member>::model;
    if constexpr (!rule::is_ok<schema::model_verdict<holder>>) return schema::model_verdict<holder>{};
    else if constexpr (find_foreign_key<Member>() < 0)
        return rule::a_join_follows_a_field_that_is_not_a_foreign_key<
            holder, query::detail::field_text<query::column<Member>>>{};
    else {
        using named = typename schema::id_parts<typename query::column<Member>::type>::model;
        if constexpr (std::is_same_v<named, M>) return rule::ok{};
        else return rule::a_join_starts_from_a_model_that_is_not_in_the_query<holder, named>{};
    }
}

/// The model of the children: the one that holds the foreign key, or that to which the other key of the model
/// between leads.
template <auto Member, auto... To>
struct child_of : std::type_identity<typename query::column<Member>::model> {};
template <auto Member, auto To>
struct child_of<Member, To>
    : std::type_identity<typename schema::id_parts<typename query::column<To>::type>::model> {};

template <class M, auto Member, auto... To>
constexpr auto find_way_verdict() {
    using first = decltype(find_many_verdict<M, Member>());
    if constexpr (!rule::is_ok<first> || sizeof...(To) == 0) return first{};
    else {
        using link = typename query::column<Member>::model;
        using other = typename query::column<(To, ...)>::model;
        if constexpr (!std::is_same_v<link, other>)
            return rule::children_come_by_two_keys_of_different_models<link, other>{};
        else if constexpr (((find_foreign_key<To>() < 0) || ...))
            return rule::a_join_follows_a_field_that_is_not_a_foreign_key<
                other, query::detail::field_text<query::column<(To, ...)>>>{};
        else return rule::ok{};
    }
}

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

/// A list with the records that refer to its records by a foreign key. `Kinds`: of children, the last that
/// was added first.
template <class List, class Kinds>
struct family_node;

} // namespace dataflow::node_

namespace dataflow::node_::detail {

/// What says which children: nothing, their list, or their list with children of its own.
template <class Child, class... Given>
struct children_given {
    static constexpr bool is_list = false;
};
template <class Child>
struct children_given<Child> {
    static constexpr bool is_list = true, whole = true;
    using list = list_node<Child, every>;
    using nested = no_kinds;
    static constexpr list list_of() { return {}; }
    static constexpr nested nested_of() { return {}; }
};
template <class Child, class P, class... O>
struct children_given<Child, list_node<Child, P, O...>> {
    static constexpr bool is_list = true, whole = true;
    using list = list_node<Child, P, O...>;
    using nested = no_kinds;
    static constexpr const list& list_of(const list& given) { return given; }
    static constexpr nested nested_of(const list&) { return {}; }
};
template <class Child, class P, class... O>
struct children_given<Child, paged_list<Child, P, O...>> : children_given<Child, list_node<Child, P, O...>> {
    static constexpr bool whole = false;
};
template <class Child, class P, class... O, class Kinds>
struct children_given<Child, family_node<list_node<Child, P, O...>, Kinds>> {
    static constexpr bool is_list = true, whole = true;
    using list = list_node<Child, P, O...>;
    using nested = Kinds;
    static constexpr list list_of(const family_node<list, Kinds>& given) {
        return {{}, given.predicate, given.clauses};
    }
    static constexpr const nested& nested_of(const family_node<list, Kinds>& given) { return given.kinds; }
};
template <class Child, class Node, unsigned Clauses>
struct children_given<Child, limited<Node, Clauses>> : children_given<Child, Node> {
    static constexpr bool whole = (Clauses & (after_given | total_given)) == 0;
};

template <class Child, class First, class... Rest>
constexpr auto find_open_verdict(query::types<First, Rest...>) {
    return rule::children_have_a_parameter_of_a_workflow<Child, First::name_of_input>{};
}

template <class M, auto Member, auto... To, class... Given>
constexpr auto find_children_verdict(query::types<Given...>) {
    using way = decltype(find_way_verdict<M, Member, To...>());
    if constexpr (!rule::is_ok<way>) return way{};
    else {
        using child = typename child_of<Member, To...>::type;
        using given = children_given<child, Given...>;
        if constexpr (!given::is_list)
            return rule::children_are_given_by_something_other_than_their_list<child, Given...>{};
        else if constexpr (!given::whole) return rule::children_have_no_cursor_and_no_total<child>{};
        else {
            using open = query::placeholders_in<typename given::list::inputs>;
            if constexpr (!std::is_same_v<open, query::types<>>) return find_open_verdict<child>(open{});
            else return rule::ok{};
        }
    }
}

} // namespace dataflow::node_::detail

namespace dataflow::node_ {

/// The verdict on a kind of children of M.
template <class M, class Given, auto Member, auto... To>
using children_verdict = rule::diagnostic<decltype(detail::find_children_verdict<M, Member, To...>(Given{}))>;

} // namespace dataflow::node_
