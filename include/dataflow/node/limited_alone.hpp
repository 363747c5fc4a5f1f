// A node with a limit that has no other clause, and takes no second one.
#pragma once

#include <dataflow/node/where.hpp>

#include <type_traits>

namespace dataflow::node_ {

/// A node that was given its limit.
template <class Node>
struct limited_alone : Node {
    using plain = Node;

    constexpr limited_alone(Node node) : Node(static_cast<Node&&>(node)) {}

    template <class N>
    [[nodiscard]] constexpr limited_alone limit(const N&) const {
        using once = clause_verdict<typename Node::model, "limit", std::is_void_v<N>>;
        static_assert(once{});
        return *this;
    }
};

} // namespace dataflow::node_
