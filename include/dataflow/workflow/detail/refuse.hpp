// Tells the first mistake of a graph as a rule, at the edge where types are made of texts.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/workflow/detail/graph.hpp>
#include <dataflow/workflow/parts.hpp>
#include <dataflow/workflow/rules.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::workflow_ {

/// What a wrong graph gives, so that its uses add few lines to the message.
struct refused {
    using models = query::types<>;
    using output = refused;
    static constexpr bool writes = false;

    template <class... A>
    refused execute(A&&...) const {
        return {};
    }
    template <class Name>
    refused operator[](Name) const {
        return {};
    }
    static constexpr std::string_view mermaid() noexcept { return {}; }
    static constexpr std::string_view dot() noexcept { return {}; }
};

/// The I-th text of a layout's mistake.
template <class Layout, std::size_t I>
inline constexpr auto told =
    fixed_string<Layout::graph.found.text(I).size() + 1>{Layout::graph.found.text(I)};

/// The rule of a mistake. Its texts pass through template parameters, so that clang prints them and not
/// how they were computed.
template <mistake What, fixed_string A, fixed_string B, fixed_string C, fixed_string D>
constexpr auto rule_of() {
    if constexpr (What == mistake::node_name) return rule::a_node_name_is_not_an_identifier<A>{};
    else if constexpr (What == mistake::twice_named) return rule::a_node_name_is_used_twice<A>{};
    else if constexpr (What == mistake::malformed)
        return rule::a_wire_is_not_written_as_node_or_node_dot_field<A>{};
    else if constexpr (What == mistake::unknown_node) return rule::a_wire_names_an_unknown_node<A, B, C>{};
    else if constexpr (What == mistake::unknown_output)
        return rule::a_wire_starts_at_an_unknown_output<A, B, C>{};
    else if constexpr (What == mistake::unknown_input)
        return rule::a_wire_ends_at_an_unknown_input<A, B, C>{};
    else if constexpr (What == mistake::types) return rule::a_wire_joins_types_that_do_not_fit<A, B, C, D>{};
    else if constexpr (What == mistake::cycle) return rule::the_nodes_of_a_workflow_form_a_cycle<A>{};
    else if constexpr (What == mistake::unfilled)
        return rule::a_required_input_of_a_node_is_filled_by_nothing<A, B, C>{};
    else return rule::an_input_of_a_node_is_filled_twice<A, B, C>{};
}
template <class L>
constexpr auto find_graph_verdict() {
    constexpr auto what = L::graph.found.what;
    if constexpr (what == mistake::none) return rule::ok{};
    else return rule_of<what, told<L, 0>, told<L, 1>, told<L, 2>, told<L, 3>>();
}
template <class Argument>
using argument_verdict =
    std::conditional_t<argument<Argument> || std::is_same_v<Argument, refused_argument>, rule::ok,
                       rule::an_argument_of_a_workflow_is_neither_a_node_nor_a_wire<Argument>>;

} // namespace dataflow::workflow_
