// Mistakes in filters, assignments and orderings, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

template <class Model, fixed_string Field, class FieldType, class Other>
struct a_field_is_compared_with_another_type {};
template <class Model, fixed_string Field, class FieldType, class Other>
struct a_field_is_assigned_another_type {};
template <class Model, fixed_string Field, class FieldType, class Other>
struct a_decimal_meets_an_inexact_number {};
template <class Model, fixed_string Field, class Enumeration>
struct an_enumeration_is_compared_by_order {};
template <class Model, fixed_string Field, class FieldType>
struct an_array_or_json_field_is_compared_by_order {};
template <class Model, fixed_string Field, class FieldType>
struct a_type_has_no_order_on_both_databases {};
template <class Model, fixed_string Field, class FieldType>
struct a_json_field_is_compared_as_a_whole {};
template <class Model, fixed_string Field, class FieldType>
struct a_field_that_is_not_a_string_is_matched_as_one {};
template <class Model, fixed_string Field, class FieldType>
struct arithmetic_on_a_field_that_is_not_a_number {};
template <class Model, fixed_string Field, class Given>
struct a_remainder_is_taken_of_what_is_not_a_whole_number {};
template <class Model, fixed_string Field, class FieldType>
struct adding_to_a_time_or_a_string_needs_the_header_dataflow_functions_hpp {};
template <class Model, fixed_string Field>
struct a_field_that_cannot_be_null_is_compared_with_null {};
template <class Model, fixed_string Field>
struct a_field_that_cannot_be_null_is_assigned_null {};
template <class Model, class FieldsModel>
struct a_field_of_another_model_is_used {};
template <class Model, fixed_string Field>
struct a_managed_column_is_assigned {};
template <class Model>
struct a_model_without_soft_delete_has_no_deleted_at {};
template <class Model>
struct a_model_without_multi_tenant_has_no_tenant_id {};
template <class Model, fixed_string Field>
struct a_generated_column_is_assigned {};
template <class Model, fixed_string Field>
struct a_generated_column_is_a_conflict_target {};
template <class Model, fixed_string Field>
struct a_key_column_is_assigned {};
template <class Model, fixed_string Field>
struct an_immutable_field_is_assigned {};
template <class Model, fixed_string Field>
struct a_field_is_assigned_twice {};
template <class Model>
struct a_predicate_is_selected_without_case_when {};
template <int Count>
struct these_units_are_not_counted {};
template <class Model>
struct an_update_assigns_nothing {};
template <class Model>
struct a_model_without_timestamps_has_no_created_at_or_updated_at {};
template <fixed_string Function, class Model, fixed_string Field, class Given>
struct a_function_is_given_another_type {};
template <fixed_string Function, class Type, class Other>
struct values_of_different_types_meet_in_a_function {};
template <class Model, fixed_string Field, class FieldType, class To>
struct a_cast_is_not_offered {};
template <class Given>
struct a_condition_in_an_expression_is_not_a_plain_predicate {};
template <class Model>
struct an_if_set_with_an_optional_needs_a_function_that_makes_the_predicate {};
template <class Value, class Function>
struct the_function_of_an_if_set_does_not_take_the_value {};
template <class Value, class Given>
struct the_function_of_an_if_set_gives_no_predicate {};
template <class Given>
struct an_if_set_with_a_condition_needs_a_predicate {};
template <class Model>
struct an_aggregate_is_nested {};
template <class Model>
struct an_aggregate_is_used_in_a_filter {};
template <class Model, fixed_string Field>
struct an_aggregate_is_assigned {};
template <class Model>
struct a_window_is_used_in_a_filter {};
template <class Model>
struct a_window_is_used_in_an_aggregate {};
template <class Model, fixed_string Field>
struct a_window_is_assigned {};
template <fixed_string Function>
struct a_window_needs_an_order {};
template <fixed_string Function>
struct a_function_ignores_its_frame {};
template <class Start, class End>
struct a_frame_ends_before_it_begins {};
template <class Frame>
struct a_window_frame_needs_an_order {};
template <class... Keys>
struct a_range_of_values_needs_one_key {};
template <class Key>
struct a_range_of_values_needs_a_number_or_a_time {};
template <class Wanted, class Given>
struct a_distance_of_a_frame_has_another_type {};
template <class Model>
struct a_window_counts_distinct_values {};
template <class Model>
struct a_window_joins_strings {};
template <class Model>
struct windows_need_the_header_dataflow_windows_hpp {};
template <class Model>
struct distinct_strings_are_ordered_by_something_else {};
template <class Model>
struct predicates_are_joined_by_a_single_ampersand_or_bar {};
template <class Model, class Given>
struct what_is_joined_is_not_a_predicate {};
template <class Model, class Other>
struct a_predicate_is_compared {};
template <class Model, fixed_string Field, class FieldType>
struct a_field_is_negated {};
template <class Model, fixed_string Field, class... Given>
struct the_values_of_an_in_are_not_a_list {};
/// `df::with_deleted(...)`, `df::as_of(...)`: they stand around the node in which the subquery is.
template <fixed_string Function, class Model>
struct a_function_around_a_whole_node_is_given_as_a_subquery {};
template <class Model, class Given>
struct an_argument_is_not_an_ordering {};
template <class Model, fixed_string Clause>
struct a_clause_is_given_twice {};
template <class Expression>
struct an_ordering_binds_values {};
template <class Given>
struct an_argument_is_not_part_of_a_window {};
template <class Model>
struct an_expression_is_printed {};
/// Named by the text that it has.
template <fixed_string Text>
struct a_function_has_no_text_for_one_of_the_databases {};

} // namespace dataflow::rule
