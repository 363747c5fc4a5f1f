// Workflows: a graph of nodes and wires that the compiler checks, as a value that can be run.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/workflow/parts.hpp> // before those below: a mistake in a node is told in fewer lines

#include <dataflow/workflow/detail/diagram.hpp>
#include <dataflow/workflow/detail/layout.hpp>
#include <dataflow/workflow/detail/refuse.hpp>
#include <dataflow/workflow/detail/run.hpp>
#include <dataflow/workflow/results.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

template <class Input, class... Arguments>
constexpr auto find_workflow_verdict() {
    if constexpr (!plain_struct<Input>) return rule::the_input_of_a_workflow_is_not_a_struct<Input>{};
    else if constexpr (!(argument<Arguments> && ...))
        return rule::first_broken<argument_verdict<Arguments>...>{};
    else return find_graph_verdict<layout_of<Input, Arguments...>>();
}
/// The first rule that the arguments of a workflow break.
template <class Input, class... Arguments>
using workflow_verdict = decltype(find_workflow_verdict<Input, Arguments...>());

/// Adds a model of a node to those of the nodes before it.
struct add_model {
    template <class... Seen, class M>
    constexpr auto operator()(types<Seen...> seen, hana::basic_type<M> model) const noexcept {
        if constexpr (std::is_void_v<M>) return seen;
        else return add_new{}(seen, model);
    }
};
/// Those of a node's tables, of its joins and of its subqueries.
template <class Argument>
constexpr auto models_of_argument() noexcept {
    if constexpr (Argument::part_kind::value == part::kind::node)
        return node_::models_of_node<typename Argument::wrapped>{};
    else return query::types<>{};
}
/// Of all nodes together: the tables that they read, those that they write, and those that they delete from.
template <class... Arguments>
struct tables_of_nodes {
    template <class Argument>
    static constexpr auto read() noexcept {
        if constexpr (Argument::part_kind::value == part::kind::node)
            return node_::find_read_models<typename Argument::wrapped>();
        else return query::types<>{};
    }
    template <class Argument>
    static constexpr auto written() noexcept {
        if constexpr (Argument::part_kind::value == part::kind::node)
            return node_::find_written_models<typename Argument::wrapped, bool{Argument::wrapped::writes}>();
        else return query::types<>{};
    }
    template <class Argument>
    static constexpr auto erased() noexcept {
        if constexpr (Argument::part_kind::value == part::kind::node)
            return node_::find_erased_models<typename Argument::wrapped>();
        else return query::types<>{};
    }
    static constexpr auto all_erased() noexcept { return (query::types<>{} + ... + erased<Arguments>()); }

    struct reads {
        [[nodiscard]] constexpr table_set operator()() const noexcept {
            return node_::tables_of_models<decltype((query::types<>{} + ... + read<Arguments>()))>::value;
        }
    };
    template <bool Writes>
    struct writes {
        [[nodiscard]] constexpr operator bool() const noexcept { return Writes; }
        [[nodiscard]] constexpr table_set operator()() const noexcept {
            return node_::tables_of_models<decltype((query::types<>{} + ... + written<Arguments>()))>::value;
        }
    };
};

template <class Argument>
constexpr bool argument_writes() noexcept {
    if constexpr (Argument::part_kind::value == part::kind::node)
        return node_::needs_writer<typename Argument::wrapped>();
    else return false;
}

/// What can be asked of a workflow as of a node.
template <class... Arguments>
struct flow_facts {
    static constexpr std::size_t size = count_parts<part::kind::node, Arguments...>(); ///< how many nodes
    static constexpr typename tables_of_nodes<Arguments...>::reads reads{};
    /// Whether any node may write; `writes()`: which tables.
    static constexpr
        typename tables_of_nodes<Arguments...>::template writes<(argument_writes<Arguments>() || ...)>
            writes{};
};

template <class Argument>
concept locking_argument = requires { Argument::wrapped::locks_rows; };
template <class Argument>
void require_row_locks(const context& c, bool opens) {
    if constexpr (locking_argument<Argument>)
        node_::require_row_locks(c, Argument::wrapped::statement, Argument::name::view(), opens);
}

/// One of several things that are held together.
template <std::size_t I, class T>
struct element {
    T value;
};
template <class Indices, class... T>
struct pack;
template <std::size_t... I, class... T>
struct pack<std::index_sequence<I...>, T...> : element<I, T>... {};
template <std::size_t I, class T>
std::type_identity<T> find_element(const element<I, T>*);

template <class Indices, class Input, class... Arguments>
class flow;

/// A workflow by the names of its nodes, for messages.
template <class Flow>
inline constexpr auto flow_name_text = [] {
    constexpr auto write = [](text& out) {
        for (const auto name : Flow::graph.names) {
            out.append(out.size() == 0 ? "workflow (" : ", ");
            out.append(name);
        }
        out.append(')');
    };
    constexpr auto size = [write] {
        text out;
        write(out);
        return out.size();
    }();
    std::array<char, size> chars{};
    text out;
    write(out);
    for (std::size_t i = 0; i < size; ++i) chars[i] = out.view()[i];
    return chars;
}();
template <class Flow>
inline constexpr std::string_view name_of_flow{flow_name_text<Flow>.data(), flow_name_text<Flow>.size()};

/// A workflow. Its type is the graph; its value holds the nodes, the constants and how it is to run.
template <std::size_t... I, class Input, class... Arguments>
class flow<std::index_sequence<I...>, Input, Arguments...> : public layout_of<Input, Arguments...>,
                                                             public flow_facts<Arguments...> {
    using held = pack<std::index_sequence<I...>, Arguments...>;

  public:
    using input = Input;
    using layout_of<Input, Arguments...>::graph;
    using flow::flow_facts::reads;
    using flow::flow_facts::size;
    using flow::flow_facts::writes;
    using nodes_of_flow = tables_of_nodes<Arguments...>;
    /// The At-th argument; the operation or function of the K-th node.
    template <std::size_t At>
    using argument = typename decltype(workflow_::find_element<At>(static_cast<const held*>(nullptr)))::type;
    template <std::size_t K>
    using node = typename argument<graph.arguments[K]>::wrapped;

  private:
    template <std::size_t... K>
    static auto find_output(std::index_sequence<K...>)
        -> results<node_names<typename argument<graph.arguments[K]>::name...>, typename node<K>::output...>;

  public:
    using output = decltype(find_output(std::make_index_sequence<size>{}));
    /// What stands for it in errors that are not of one of its nodes: "workflow (customer, order)".
    static constexpr sql::statement statement{.node = name_of_flow<flow>, .runs_functions = true};
    /// The models of its nodes, as query::types<...>. (What a function does with a context is not seen.)
    using models = decltype(hana::fold_left((types<>{} + ... + models_of_argument<Arguments>()), types<>{},
                                            add_model{}));

    constexpr explicit flow(Arguments... arguments) : held_{{static_cast<Arguments&&>(arguments)}...} {}

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

    /// Runs the nodes in one transaction (or within a savepoint, where one is open). An error undoes all
    /// and carries the node's name: `info().node` is "order (create)". What else a function throws is
    /// passed on as it is, after the undoing.
    output execute(context& c, const Input& in) const {
        if constexpr ((locking_argument<Arguments> || ...))
            (workflow_::require_row_locks<Arguments>(c, in_transaction_), ...);
        const step steps[]{workflow_::step_of<flow, I, Arguments>()..., nullptr};
        const mover movers[]{workflow_::mover_of<flow, I>()..., nullptr};
        const void* const values[]{&static_cast<const element<I, Arguments>&>(held_).value..., nullptr};
        return output({graph.links.data(), graph.links.size(), graph.order.data(), size, graph.names.data(),
                       graph.kinds.data(), graph.arguments.data(), graph.places.data(), steps, movers, values,
                       &in, in_transaction_, node_::needs_writer<flow>(), level_},
                      c);
    }
    output execute(context& c) const
        requires(std::is_same<Input, nothing>::value)
    {
        return execute(c, Input{});
    }

    /// The picture as a Mermaid flowchart; static storage.
    [[nodiscard]] static constexpr std::string_view mermaid() noexcept { return drawn<&draw_mermaid>(); }
    /// The picture in Graphviz's language; static storage.
    [[nodiscard]] static constexpr std::string_view dot() noexcept { return drawn<&draw_dot>(); }

  private:
    template <void (*Draw)(text&, const drawing&)>
    static constexpr std::string_view drawn() noexcept {
        using picture = workflow_::picture<Draw, Input, Arguments...>;
        return {picture::drawn.data(), picture::drawn.size()};
    }

    held held_;
    bool in_transaction_ = true;
    dataflow::isolation level_ = dataflow::isolation::standard;
};

} // namespace dataflow::workflow_

namespace dataflow {

/// A workflow of nodes, wires, constants and orders without data (`df::after`), however they stand:
/// `df::workflow<Signup>(df::node<"order">(...), df::wire<"input.total", "order.total">, ...)`. `Input` is
/// the struct that each run is given; without it, a run needs none. The graph is checked here: see
/// docs/workflows.md for the mistakes that are found.
template <class Input = nothing, class... Arguments>
[[nodiscard]] constexpr auto workflow(Arguments... arguments) {
    using verdict = workflow_::workflow_verdict<Input, Arguments...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict> || !(workflow_::argument<Arguments> && ...))
        return workflow_::refused{};
    else
        return workflow_::flow<std::index_sequence_for<Arguments...>, Input, Arguments...>{
            std::move(arguments)...};
}

} // namespace dataflow
