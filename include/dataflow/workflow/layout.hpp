// The arguments of a workflow as one checked graph.
#pragma once

#include <dataflow/reflect/names.hpp>
#include <dataflow/workflow/graph.hpp>
#include <dataflow/workflow/outputs.hpp>
#include <dataflow/workflow/parts.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace dataflow::workflow_ {

/// How many arguments are of a kind.
template <part::kind Is, class... Arguments>
constexpr std::size_t count_parts() noexcept {
    return (std::size_t{0} + ... + (Arguments::part_kind::value == Is ? 1 : 0));
}

/// A workflow's own input as the part where wires start.
template <class Input>
constexpr part describe_input() {
    part p{part::kind::node, "input"};
    if constexpr (!std::is_same_v<Input, nothing>) {
        p.outputs = outputs_of<Input>::ports;
        p.gives = true;
        p.whole_output = make_type_ref<Input>();
        p.model = reflect::type_name<Input>;
    }
    return p;
}
template <class... Arguments>
constexpr std::array<part, sizeof...(Arguments)> describe_parts() {
    return {Arguments::describe()...};
}

/// The graph of some arguments, checked; plain data.
template <class Input, class... Arguments>
struct layout_of {
    /// Names, order, dependences, links: see plan.
    static constexpr auto graph =
        build<count_parts<part::kind::node, Arguments...>(), count_parts<part::kind::wire, Arguments...>() + count_parts<part::kind::constant, Arguments...>()>(
            describe_parts<Arguments...>(), describe_input<Input>());
};

} // namespace dataflow::workflow_
