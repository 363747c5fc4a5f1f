// Workflows: a graph of nodes and wires that the compiler checks, as a value that can be run.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/workflow/diagram.hpp>
#include <dataflow/workflow/graph.hpp>
#include <dataflow/workflow/parts.hpp>
#include <dataflow/workflow/refuse.hpp>
#include <dataflow/workflow/results.hpp>
#include <dataflow/workflow/run.hpp>

#include <boost/hana/basic_tuple.hpp>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// The graph of some arguments, checked; plain data.
template <class Input, class... Arguments>
struct layout_of {
    static constexpr bool has_input = !std::is_same_v<Input, nothing>;
    static constexpr part input_part = [] {
        part p{part::kind::node, "input"};
        p.outputs = outputs_of<Input>::ports;
        p.whole_output = &type_of<Input>;
        p.model = reflect::type_name<Input>;
        return p;
    }();
    static constexpr auto input_data = has_input ? constant_pointer<part>{&input_part} : constant_pointer<part>{};
    static constexpr std::array<part, sizeof...(Arguments)> parts_data{Arguments::data...};
    static constexpr std::size_t count(part::kind wanted) {
        std::size_t n = 0;
        for (const auto& p : parts_data) n += p.is == wanted ? 1 : 0;
        return n;
    }
    static constexpr std::size_t nodes = layout_of::count(part::kind::node);
    static constexpr std::size_t links = layout_of::count(part::kind::wire) + layout_of::count(part::kind::constant);
    static constexpr auto checked = build<nodes, links>(parts_data, input_data);
};

template <class Input, class... Arguments>
constexpr auto find_workflow_verdict() {
    if constexpr (!plain_struct<Input>) return rule::the_input_of_a_workflow_is_no_struct<Input>{};
    else {
        using first = rule::first_broken<argument_verdict<Arguments>...>;
        if constexpr (!rule::is_kept<first> || !(argument<Arguments> && ...)) return first{};
        else return find_graph_verdict<layout_of<Input, Arguments...>>();
    }
}
/// The first rule that the arguments of a workflow break.
template <class Input, class... Arguments>
using workflow_verdict = decltype(find_workflow_verdict<Input, Arguments...>());

/// The distinct models of a list of nodes.
template <class... Seen>
constexpr query::types<Seen...> distinct(query::types<Seen...> seen) noexcept {
    return seen;
}
template <class... Seen, class First, class... Rest>
constexpr auto distinct(query::types<Seen...> seen, std::type_identity<First>, Rest... rest) noexcept {
    if constexpr (std::is_void_v<First> || (std::is_same_v<First, Seen> || ...)) return distinct(seen, rest...);
    else return distinct(query::types<Seen..., First>{}, rest...);
}
template <class Argument>
constexpr auto model_of_argument() noexcept {
    if constexpr (requires { typename Argument::wrapped::model; }) return std::type_identity<typename Argument::wrapped::model>{};
    else return std::type_identity<void>{};
}

/// A workflow. Its type is the graph; its value holds the nodes, the constants and how it is to run.
template <class Input, class... Arguments>
class flow {
    using layout = layout_of<Input, Arguments...>;
    using held = boost::hana::basic_tuple<Arguments...>;

    template <std::size_t... K>
    static auto find_output(std::index_sequence<K...>) -> results<flow, typename argument_at<layout::checked.graph.arguments[K], Arguments...>::output...>;

  public:
    using input = Input;
    static constexpr auto& parts_data = layout::parts_data;
    static constexpr auto& graph = layout::checked.graph; ///< names, order, dependences, links: see plan
    static constexpr constant_pointer<part> input_data = layout::input_data;
    static constexpr std::size_t size = layout::nodes;
    template <std::size_t I>
    using argument = argument_at<I, Arguments...>;
    using output = decltype(find_output(std::make_index_sequence<size>{}));
    /// The models of its nodes, as query::types<...>. (What a function does with a context is not seen.)
    using models = decltype(distinct(query::types<>{}, model_of_argument<Arguments>()...));
    /// Whether any node may write.
    static constexpr bool writes = [] {
        for (const auto& p : parts_data)
            if (p.writes) return true;
        return false;
    }();
    static constexpr auto& names = graph.names; ///< of the nodes, in the order of the arguments

    constexpr explicit flow(Arguments... arguments) : held_(std::move(arguments)...) {}

    /// Each node commits by itself; what ran before an error stays.
    [[nodiscard]] constexpr flow without_transaction() const {
        flow out = *this;
        out.in_transaction_ = false;
        return out;
    }
    /// How strictly the run's transaction is kept apart from others. Inside a surrounding transaction
    /// that one's level counts.
    [[nodiscard]] constexpr flow isolation(dataflow::isolation level) const {
        flow out = *this;
        out.level_ = level;
        return out;
    }

    /// Runs the nodes in one transaction (or behind a savepoint, where one is open). An error undoes all
    /// and carries the node's name: `info().node` is "order (create)". What else a function throws is
    /// passed on as it is, after the undoing.
    output execute(context& c, const Input& in) const {
        output out;
        runner<flow> run{*this, in, out};
        if (in_transaction_) c.atomically([&] { run.run(c); }, writes ? access::read_write : access::read_only, level_);
        else run.run(c);
        return out;
    }
    output execute(context& c) const
        requires(!layout::has_input)
    {
        return execute(c, Input{});
    }

    /// The picture as a Mermaid flowchart; static storage.
    [[nodiscard]] static constexpr std::string_view mermaid() noexcept { return drawn<&draw_mermaid>(); }
    /// The picture in Graphviz's language; static storage.
    [[nodiscard]] static constexpr std::string_view dot() noexcept { return drawn<&draw_dot>(); }

    [[nodiscard]] constexpr const held& arguments() const noexcept { return held_; }

  private:
    template <void (*Draw)(text&, const drawing&)>
    static constexpr std::string_view drawn() noexcept {
        return {picture<flow, Draw>.data(), picture<flow, Draw>.size()};
    }

    held held_;
    bool in_transaction_ = true;
    dataflow::isolation level_ = dataflow::isolation::standard;
};

} // namespace dataflow::workflow_

namespace dataflow {

/// A workflow of nodes, wires, constants and orders without data (`df::after`), however they stand: `df::workflow<Signup>(df::node<"order">(...),
/// df::wire<"input.total", "order.total">, ...)`. `Input` is the struct that each run is given; without
/// it, a run needs none. The graph is checked here: see docs/workflows.md for the mistakes that are found.
template <class Input = nothing, class... Arguments>
[[nodiscard]] constexpr auto workflow(Arguments... arguments) {
    using verdict = workflow_::workflow_verdict<Input, Arguments...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict> || !(workflow_::argument<Arguments> && ...)) return workflow_::refused{};
    else return workflow_::flow<Input, Arguments...>{std::move(arguments)...};
}

} // namespace dataflow
