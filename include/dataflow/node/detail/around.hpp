// What can stand within `df::with_deleted`, `df::only_deleted` and `df::as_of`: a node, and each of the two
// kinds once.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>

#include <string_view>

namespace dataflow::node_::detail {

/// Whether two such functions say which records are seen in the same respect.
[[nodiscard]] constexpr bool of_one_kind(std::string_view a, std::string_view b) noexcept {
    return (a == "as_of") == (b == "as_of");
}
/// `Node`: what stands within the function `Name`.
template <fixed_string Name, class Node>
constexpr auto find_around_verdict() {
    if constexpr (is_refused<Node> || (requires { typename Node::refused; } && !requires { Node::writes(); }))
        return rule::told_before{};
    else if constexpr (!requires { Node::writes(); })
        return rule::what_stands_within_is_not_a_node<Name, Node>{};
    else if constexpr (!requires { typename Node::around; }) return rule::ok{};
    else if constexpr (of_one_kind(Name, Node::made_by))
        return rule::a_clause_follows_the_last_one<typename Node::model, Name, Node::made_by>{};
    else if constexpr (!rule::is_ok<decltype(find_around_verdict<Name, typename Node::around>())>)
        return find_around_verdict<Name, typename Node::around>();
    else return rule::ok{};
}
template <fixed_string Name, class Node>
using around_verdict = decltype(find_around_verdict<Name, Node>());

/// What comes out of a mistake: the node as it is, where it is one.
template <class Node>
[[nodiscard]] constexpr auto same_or_refused(const Node& node) {
    if constexpr (requires { Node::writes(); } || requires { typename Node::refused; }) return node;
    else return refused{};
}

} // namespace dataflow::node_::detail
