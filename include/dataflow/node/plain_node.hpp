// What runs of a node that remembers what it was given: the node itself, so that nothing is compiled for it
// twice.
#pragma once

#include <type_traits>

namespace dataflow::node_ {

/// The node itself, of one that remembers what it was given.
template <class Node>
struct plain_node_of : std::type_identity<Node> {};
template <class Node>
    requires requires { typename Node::plain; }
struct plain_node_of<Node> : std::type_identity<typename Node::plain> {};
template <class Node>
using plain_node = typename plain_node_of<std::remove_cvref_t<Node>>::type;
/// A reference to it, as a forwarding reference to the other one is.
template <class Node, bool Const = std::is_const_v<std::remove_reference_t<Node>>>
using plain_reference =
    std::conditional_t<std::is_lvalue_reference_v<Node>,
                       std::conditional_t<Const, const plain_node<Node>, plain_node<Node>>&,
                       std::conditional_t<Const, const plain_node<Node>, plain_node<Node>>&&>;

} // namespace dataflow::node_
