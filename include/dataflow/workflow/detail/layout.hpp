// The arguments of a workflow as one checked graph.
#pragma once

#include <dataflow/reflect/names.hpp>
#include <dataflow/workflow/detail/graph.hpp>
#include <dataflow/workflow/detail/outputs.hpp>
#include <dataflow/workflow/parts.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// How many arguments are of a kind.
template <part::kind Is, class... Arguments>
constexpr std::size_t count_parts() noexcept {
    return (std::size_t{0} + ... + (Arguments::part_kind::value == Is ? 1 : 0));
}

/// A workflow's own input as the part where wires start, with its fields.
template <class Input>
struct input_part {
    static constexpr auto make_ports() {
        if constexpr (std::is_empty<Input>::value) return std::array<port, 0>{};
        else return struct_ports<Input, role::field>(std::make_index_sequence<reflect::field_count<Input>>{});
    }
    decltype(make_ports()) ports = make_ports();

    [[nodiscard]] constexpr part describe() const {
        part p{part::kind::node, "input"};
        if constexpr (!std::is_same<Input, nothing>::value) {
            p.outputs = ports;
            p.gives = true;
            p.whole_output = make_struct_ref<Input>();
            p.model = reflect::type_name<Input>;
        }
        return p;
    }
};
template <class... Arguments>
constexpr std::array<part, sizeof...(Arguments)> describe_parts() {
    return {Arguments::describe()...};
}

/// How many wires and constants there are.
template <class... Arguments>
constexpr std::size_t count_links() noexcept {
    return count_parts<part::kind::wire, Arguments...>() + count_parts<part::kind::constant, Arguments...>();
}
template <class Input, class... Arguments>
constexpr auto make_graph() {
    const input_part<Input> input{};
    return build<count_parts<part::kind::node, Arguments...>(), count_links<Arguments...>()>(
        describe_parts<Arguments...>(), input.describe());
}

/// The graph of some arguments, checked; plain data.
template <class Input, class... Arguments>
struct layout_of {
    static constexpr auto graph =
        make_graph<Input, Arguments...>(); ///< names, order, dependences, links: see plan
};

} // namespace dataflow::workflow_
