// What `df::workflow` is made of: `df::node`, `df::wire`, `df::after`, `df::constant`.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/workflow/detail/inputs.hpp>
#include <dataflow/workflow/detail/outputs.hpp>
#include <dataflow/workflow/detail/port.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// A node of a graph is an operation; anything else is a function.
template <class T>
concept operation = requires {
    typename T::output;
    typename T::model;
    { T::writes } -> std::convertible_to<bool>;
};

/// What kind of argument something is, as a type.
template <part::kind Is>
using kind_of_part = std::integral_constant<part::kind, Is>;

/// A name as a value: `"order"_n`.
template <fixed_string Name>
struct name_of_node {
    static constexpr std::string_view view() noexcept { return Name.view(); }
};

/// A node with its name in the graph.
template <fixed_string Name, class N>
struct named {
    using part_kind = kind_of_part<part::kind::node>;
    using name = name_of_node<Name>;
    using wrapped = N;
    using output = typename N::output;
    N value;

    static constexpr part describe() {
        part p{part::kind::node, Name.view()};
        p.inputs = inputs_of<N>;
        p.outputs = outputs_of<output>::ports;
        p.output_size = sizeof(output);
        p.output_align = alignof(output);
        if constexpr (!std::is_same_v<whole_input<N>, nothing>) {
            p.takes = true;
            p.whole_input = make_struct_ref<whole_input<N>>();
        }
        if constexpr (!std::is_same_v<output, nothing>) {
            p.gives = true;
            if constexpr (requires { typename output::model; } || plain_struct<output>)
                p.whole_output = make_struct_ref<output>();
            else p.whole_output = make_type_ref<output>();
        }
        p.function = is_function<N>;
        p.writes = node_::needs_writer<N>();
        if constexpr (is_function<N>) {
            p.what = "function";
            p.whole_needed = is_record<typename N::input>;
            if constexpr (!std::is_same_v<typename N::input, nothing>)
                p.model = reflect::type_name<typename N::input>;
        } else {
            p.model = reflect::type_name<typename N::model>;
            if constexpr (requires { N::statement; }) p.what = N::statement.node;
        }
        return p;
    }
};

/// A wire: empty, its texts are its type.
template <fixed_string From, fixed_string To>
struct joined {
    using part_kind = kind_of_part<part::kind::wire>;
    static constexpr part describe() { return {part::kind::wire, From.view(), To.view()}; }
};

/// An order without data.
template <fixed_string First, fixed_string After>
struct ordered {
    using part_kind = kind_of_part<part::kind::after>;
    static constexpr part describe() { return {part::kind::after, First.view(), After.view()}; }
};

/// A value of the graph's own.
template <fixed_string To, class V>
struct fixed {
    using part_kind = kind_of_part<part::kind::constant>;
    V value;
    static constexpr part describe() {
        part p{part::kind::constant, "constant", To.view()};
        p.gives = true;
        p.whole_output = make_type_ref<counted_as<V>>();
        p.view = std::is_same_v<V, kept_text>;
        return p;
    }
};

/// In the place of a node that was refused: a workflow with it is refused without another error.
struct refused_argument {};

template <class T>
concept argument = requires { typename T::part_kind; };

} // namespace dataflow::workflow_

namespace dataflow {

/// A node of a workflow, with its name: an operation (`df::create<Order>()`), or any callable that takes
/// a struct, a `df::context&`, both (in this order) or nothing, and gives a struct, another value or nothing.
template <fixed_string Name, class N>
[[nodiscard]] constexpr auto node(N&& what) {
    using plain = node_::plain_node<std::decay_t<N>>;
    if constexpr (node_::is_refused<plain>) return workflow_::refused_argument{};
    else if constexpr (workflow_::operation<plain>)
        return workflow_::named<Name, plain>{std::forward<N>(what)};
    else {
        using verdict = workflow_::function_verdict<Name, plain>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return workflow_::refused_argument{};
        else {
            auto function = workflow_::make_function_node<plain>(std::forward<N>(what));
            return workflow_::named<Name, decltype(function)>{std::move(function)};
        }
    }
}

/// A wire from an output to an input: `df::wire<"customer.id", "order.customer_id">`. A name without a
/// field means the whole output, or the whole struct that goes into a node; `input` is the workflow's own.
template <fixed_string From, fixed_string To>
inline constexpr workflow_::joined<From, To> wire{};

/// An order without data: in `df::after<"readings", "high">`, the node "high" runs after "readings".
template <fixed_string First, fixed_string After>
inline constexpr workflow_::ordered<First, After> after{};

/// A value that does not come from a node: `df::constant<"mail.subject">("Welcome")`. Texts are copied; a
/// workflow with literals can be `constexpr` all the same. Throws `invalid_value` for a null pointer.
template <fixed_string To, class V>
[[nodiscard]] constexpr auto constant(V&& value) {
    using plain = std::decay_t<V>;
    if constexpr (std::is_convertible_v<const plain&, std::string_view> &&
                  !std::is_same_v<plain, std::string>)
        return workflow_::fixed<To, kept_text>{kept_text{query::detail::text_of(value, To.view())}};
    else return workflow_::fixed<To, plain>{plain(std::forward<V>(value))};
}

} // namespace dataflow
