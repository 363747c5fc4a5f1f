// What a node gets before it runs, and what is refused where something is missing.
#pragma once

#include <dataflow/node/create.hpp>
#include <dataflow/schema/defaults.hpp>
#include <dataflow/workflow/detail/engine.hpp>
#include <dataflow/workflow/detail/inputs.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::workflow_ {

/// Gives what a wire has to the parameters of a name in a node's expressions. It ends at the first of them.
template <class P, class N, class... All>
void supply_parameter(const step_call& s, N& node, query::types<All...>) {
    constexpr auto first =
        static_cast<std::size_t>(find_port(ports_of_parameters<types<All...>>, P::name_of_input.view()));
    typename P::type value{};
    s.give(role::parameter, first, schema::info_of<typename P::type>, &value);
    workflow_::supply_node<P::name_of_input>(node, value);
}
template <class N, class... P>
void supply_parameters(const step_call& s, N& node, query::types<P...> all) {
    (workflow_::supply_parameter<P>(s, node, all), ...);
}

template <class N>
inline constexpr bool has_parameters = !std::is_same_v<parameters_of<N>, query::types<>>;

/// Fills the key of a node that has none of its own.
template <class N, std::size_t... I>
void fill_key(const step_call& s, N& node, std::index_sequence<I...>) {
    (s.give(role::field, I, schema::info_of<schema::key_type<typename N::model, I>>,
            &node_::key_part_at<I>(node.key)),
     ...);
}

/// Refuses a function's input of which a field has neither a wire nor a default, where the compiler could not
/// see that.
template <class In>
void require_fields(const step_call& s) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        constexpr bool in_doubt[]{default_of<In, I>() == schema::initializer::unknown...};
        if constexpr ((in_doubt[I] || ...))
            for (std::size_t i = 0; i < sizeof...(I); ++i)
                if (in_doubt[i] && !s.fills(i) && !schema::defaults_of<In>()[i])
                    schema::refuse_unfilled("", reflect::type_name<In>, reflect::field_names<In>[i]);
    }(std::make_index_sequence<reflect::field_count<In>>{});
}

/// Refuses a record of which a field has neither an assignment, a wire nor a default, where the compiler
/// could not see that.
template <class Create>
void require_start(const step_call& s) {
    const int open = Create::first_unfilled([&s](std::size_t i) { return s.fills(i); },
                                            schema::defaults_of<typename Create::model>());
    if (open >= 0) Create::refuse(open);
}

} // namespace dataflow::workflow_
