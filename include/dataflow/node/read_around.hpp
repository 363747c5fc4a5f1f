// What stands around a whole node that reads, and has it see other rows: those that are marked as deleted, or
// those of a time.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/node/closed_node.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/table_sets.hpp>

#include <cstdint>
#include <memory>

namespace dataflow::node_ {

namespace detail {

template <class Node, fixed_string Last>
struct reading_base : closed_node<Node, Last> {
    using closed_node<Node, Last>::closed_node;
};
/// Of a list or a select, which can be read row by row.
template <class Node, fixed_string Last>
    requires requires { typename Node::streamed; }
struct reading_base<Node, Last> : closed_node<Node, Last> {
    using closed_node<Node, Last>::closed_node;
    using typename Node::streamed;
};

} // namespace detail

/// The node, run as `Around` says: `Around::seen` is added to the variant of each of its statements, and
/// `inside(context, run)` gives `run` the context in which it runs. `Last`: the function that made it; no
/// further clause follows.
template <class Around, class Node, fixed_string Last>
struct read_around : detail::reading_base<Node, Last> {
    using model = typename Node::model;
    using output = typename Node::output;
    using models = typename own_models<Node>::type;
    using inputs = typename inputs_of<Node>::type;
    static constexpr tables_read<Node> reads{};
    static constexpr tables_written<Around, false> writes{};
    static constexpr bool open_key = requires { requires Node::open_key; };
    using Node::statement; // or a function that gives it

    using detail::reading_base<Node, Last>::reading_base;

    using around = Node;
    static constexpr auto made_by = Last;
    /// What is filled in a workflow: the key, and the parameters in its expressions.
    [[nodiscard]] constexpr Node& inner() noexcept { return *this; }

    [[nodiscard]] output execute(context& c) const {
        return self().inside(c, [this](context& in) -> output { return Node::execute(in); });
    }
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const
        requires requires { typename Node::streamed; }
    {
        return self().inside(c, [this](context& in) { return Node::open(in); });
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return Node::variant() | Around::seen; }

  private:
    [[nodiscard]] constexpr const Around& self() const noexcept { return static_cast<const Around&>(*this); }
};

} // namespace dataflow::node_
