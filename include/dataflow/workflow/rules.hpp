// Mistakes in workflows, as named types; see core/rule.hpp. Their arguments are texts, for the graph is
// checked as plain data, before anything of a run is instantiated.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

template <class Argument>
struct an_argument_of_a_workflow_is_neither_a_node_nor_a_wire {};
template <class Input>
struct the_input_of_a_workflow_is_not_a_struct {};
template <fixed_string Node>
struct a_node_name_is_not_an_identifier {};
template <fixed_string Node>
struct a_node_name_is_used_twice {};
template <fixed_string Node, class Parameter>
struct the_parameter_of_a_function_node_is_not_a_struct {};
template <fixed_string Node, class Function>
struct a_function_node_has_no_single_signature {};
template <fixed_string Node, class Type>
struct a_function_node_gives_a_view_of_what_is_gone {};
template <fixed_string Text>
struct a_wire_is_not_written_as_node_or_node_dot_field {};
template <fixed_string From, fixed_string To, fixed_string Node>
struct a_wire_names_an_unknown_node {};
template <fixed_string Node, fixed_string Field, fixed_string Model>
struct a_wire_starts_at_an_unknown_output {};
template <fixed_string Node, fixed_string Field, fixed_string Model>
struct a_wire_ends_at_an_unknown_input {};
template <fixed_string From, fixed_string To, fixed_string FromType, fixed_string ToType>
struct a_wire_joins_types_that_do_not_fit {};
template <fixed_string Node>
struct the_nodes_of_a_workflow_form_a_cycle {};
template <fixed_string Node, fixed_string Input, fixed_string Model>
struct a_required_input_of_a_node_is_filled_by_nothing {};
template <fixed_string Node, fixed_string Input, fixed_string Model>
struct an_input_of_a_node_is_filled_twice {};
template <fixed_string Name>
struct a_workflow_has_no_node_of_this_name {};

} // namespace dataflow::rule
