// Mistakes in nodes, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>

#include <cstddef>

namespace dataflow::rule {

template <class Model, fixed_string Field>
struct a_required_field_is_filled_by_nothing {};
template <class Model, fixed_string Field>
struct a_create_assigns_an_expression_over_columns {};
template <class Model, std::size_t Needed, std::size_t Given>
struct a_key_has_a_different_number_of_columns {};
template <class Model, class KeyType, class Given>
struct a_key_has_another_type {};
template <class Model, fixed_string Input>
struct an_input_of_a_node_that_runs_alone_is_filled_by_nothing {};
template <class Model>
struct a_bulk_update_without_a_predicate_needs_everything {};
template <class Model>
struct a_bulk_erase_without_a_predicate_needs_everything {};
template <class Model>
struct rows_to_update_have_no_key {};
template <class Model, class Row>
struct rows_that_are_not_records_have_no_times {};
template <class Model, class Given>
struct a_conflict_target_is_not_a_column {};
template <class Model, fixed_string FirstField>
struct a_conflict_target_is_not_unique {};
template <class Model>
struct an_upsert_needs_a_conflict_target {};
template <class Model>
struct ids_of_a_composite_key_cannot_be_returned {};
template <class Model, class Given>
struct an_argument_is_neither_a_predicate_nor_an_assignment {};
template <class Model, class Given>
struct an_argument_is_not_a_predicate {};
template <class Model, class Given>
struct a_progress_function_does_not_take_df_bulk_progress {};
template <class Model, class Given>
struct a_join_is_not_by_the_member_that_is_its_foreign_key {};
template <class Model>
struct a_create_is_given_a_record_and_assignments {};
template <fixed_string Node, class Model>
struct a_node_does_not_name_its_model {};
template <fixed_string Node, class Given>
struct a_node_of_one_model_is_given_something_else {};
template <class Model>
struct a_from_comes_after_joins {};
template <class Model, class Given>
struct an_argument_is_not_an_assignment {};
template <class Model, class Given>
struct an_argument_is_not_a_column {};
template <class Given>
struct the_rows_are_not_a_range {};
template <class Model, class Range>
struct the_rows_of_a_constant_node_can_be_read_only_once {};
template <std::size_t Placeholders, std::size_t Arguments>
struct a_statement_has_more_or_fewer_placeholders_than_arguments {};
template <std::size_t Position>
struct a_statement_has_a_brace_that_is_not_a_placeholder {};
template <std::size_t Position>
struct a_statement_numbers_its_own_parameters {};
template <std::size_t Position>
struct a_statement_has_a_placeholder_of_another_kind {};
template <class Given>
struct the_text_of_a_statement_is_known_only_when_it_runs {};
template <class... Expressions>
struct a_row_without_a_type_of_its_own_is_printed {};
template <std::size_t Arguments>
struct a_statement_begins_or_ends_a_transaction {};
template <std::size_t Argument, class Given>
struct an_argument_of_a_statement_has_no_sql_type {};
template <std::size_t Argument, class Given>
struct a_list_follows_neither_in_nor_any {};
template <std::size_t Arguments>
struct a_query_needs_the_type_of_its_rows {};
template <class Row>
struct a_row_is_neither_a_struct_nor_a_value {};
template <class Model, fixed_string Field>
struct records_are_ordered_by_an_array_or_json {};
template <class Model, fixed_string Field>
struct a_join_follows_a_field_that_is_not_a_foreign_key {};
template <class Holder, class Named>
struct a_join_starts_from_a_model_that_is_not_in_the_query {};
template <class Model>
struct a_model_is_joined_twice_without_an_alias {};
template <class Model, fixed_string Alias>
struct an_alias_is_the_name_of_a_table {};
template <class Model>
struct a_list_is_ordered_by_an_aggregate_or_a_window {};
template <class Child, class Given>
struct children_are_given_by_something_other_than_their_list {};
template <class Child>
struct children_have_no_cursor_and_no_total {};
template <class Child, fixed_string Input>
struct children_have_a_parameter_of_a_workflow {};
template <class Link, class Other>
struct children_come_by_two_keys_of_different_models {};
template <class Model>
struct first_per_names_no_group {};
template <class Model>
struct a_page_is_ordered_by_a_window {};
template <class Model>
struct a_page_selects_a_window {};
template <class Model>
struct a_select_of_one_row_has_no_pages {};
template <class Model>
struct rows_of_a_common_table_have_no_key {};
template <class Model>
struct an_aggregate_that_selects_nothing_is_run {};
template <class Model>
struct a_subquery_over_the_same_model_needs_an_alias {};
template <class Model, fixed_string Field>
struct a_subquery_selects_what_is_around_it {};
template <class Row, class Given>
struct a_row_has_no_part_of_this_name {};
template <class Model, fixed_string Field>
struct a_field_of_a_left_joined_model_needs_nullable {};
template <class Model>
struct pages_are_of_a_list_of_one_model {};
template <class Model, class Given>
struct a_page_begins_after_something_that_is_not_a_cursor {};
template <class Given>
struct a_select_takes_expressions_only {};
template <class... Models>
struct a_select_of_several_models_needs_a_from {};
template <class Result, class Expression>
struct a_selected_expression_has_no_name {};
template <class Model, fixed_string Name>
struct two_selected_values_have_the_same_name {};
template <class Result, fixed_string Name>
struct a_selected_value_fills_no_field {};
template <class Result, fixed_string Field>
struct a_field_of_a_result_is_filled_by_nothing {};
template <class Result, fixed_string Field>
struct a_field_of_a_result_is_filled_twice {};
template <class Result, fixed_string Field, class FieldType, class Value>
struct a_field_of_a_result_has_another_type {};
template <class Result, fixed_string Field>
struct a_value_that_can_be_null_fills_a_field_that_cannot {};
template <class Model, fixed_string Field>
struct a_field_outside_the_groups_is_used {};
template <class Expression>
struct an_ordering_of_distinct_rows_is_not_selected {};
template <fixed_string Name>
struct nothing_is_selected_under_this_name {};
template <class Text>
struct a_name_in_brackets_is_written_without_its_n {};
template <class Given>
struct a_group_is_made_by_an_aggregate {};
template <class Given>
struct a_group_is_made_by_a_window {};
template <class Model>
struct a_subquery_has_an_optional_part {};
template <class Model, fixed_string Input>
struct a_subquery_has_a_parameter_of_a_workflow {};
template <class Given>
struct a_subquery_does_not_give_one_value {};
template <class Model>
struct a_scalar_subquery_may_give_several_rows {};
template <class Model>
struct the_condition_of_a_join_has_an_optional_part {};
template <class Model>
struct a_full_join_needs_an_equality {};
template <fixed_string Name>
struct a_common_table_is_joined_twice {};
template <class Model, fixed_string Name>
struct a_common_table_has_the_name_of_a_table {};
template <class Given>
struct a_common_table_is_made_of_a_select {};
template <fixed_string Name, class Expression>
struct a_column_of_a_common_table_has_no_name {};
template <fixed_string Name>
struct a_common_table_has_no_records {};
template <fixed_string Name, fixed_string Column>
struct a_column_of_a_recursion_becomes_null {};
template <fixed_string Name>
struct a_recursion_is_read_before_it_goes_on {};
template <fixed_string Name>
struct a_recursion_joins_its_own_rows_once {};
template <class Given>
struct a_recursion_goes_on_by_a_plain_select {};
template <class Given>
struct a_set_operation_takes_selects_and_lists_of_one_model {};
template <class RowA, class RowB>
struct the_selects_of_a_set_operation_give_different_rows {};
template <fixed_string Name, class TypeA, class TypeB>
struct a_column_of_a_set_operation_has_two_types {};
template <fixed_string NameA, fixed_string NameB>
struct a_column_of_a_set_operation_has_two_names {};
template <class Model>
struct a_limited_select_of_a_set_operation_has_no_order {};
template <class Expression>
struct an_ordering_of_a_set_operation_is_not_selected {};

/// Defined in dataflow/lock.hpp.
template <class Node>
struct row_locks_need_the_header_dataflow_lock_hpp;
template <class Model>
struct sqlite_has_no_row_locks {};
/// Of `df::sql_of` with a dialect of your own: what is lacking, or the text of the function in PostgreSQL.
template <fixed_string What, class Model>
struct the_dialect_has_no_text_for {};
template <class Model>
struct rows_are_locked_outside_a_transaction {};
template <class Model>
struct rows_of_aggregates_groups_or_distinct_are_locked {};
template <class Model>
struct a_lock_with_a_left_join_names_its_models {};
template <class Model>
struct a_left_joined_model_is_locked {};
template <class Model, class Given>
struct a_locked_model_is_not_in_the_query {};

template <class Model, fixed_string Clause, fixed_string Last>
struct a_clause_follows_the_last_one {};
template <class Model, class Given>
struct a_list_a_count_and_an_exists_take_their_filter_in_where {};
template <fixed_string Node, class Given>
struct a_node_by_key_does_not_name_its_model {};
template <class... Models>
struct a_statement_that_only_reads_says_that_it_writes {};

template <class Model>
struct a_model_without_soft_delete_has_no_deleted_records {};
template <class Model>
struct a_node_that_writes_sees_deleted_records {};
template <class Model>
struct a_model_without_history_has_no_past_versions {};
template <class Model>
struct as_of_is_for_nodes_that_read_models {};
template <class Given>
struct as_of_takes_a_timestamp {};
/// Of `df::restore`, `df::purge` and `df::history`.
template <class Model>
struct a_node_by_key_is_given_no_key {};
template <class Model, class Given>
struct past_versions_are_purged_by_their_age_or_a_time {};
/// `df::older_than(30)`
template <class Given>
struct an_age_has_a_unit_of_time {};
/// Of `df::with_deleted`, `df::only_deleted` and `df::as_of`.
template <fixed_string Function, class Given>
struct what_stands_within_is_not_a_node {};
/// `df::count(df::only_deleted(...))`: it is the other way round.
template <fixed_string Function, class Model>
struct a_count_and_an_exists_stand_within {};
/// Defined in dataflow/history.hpp.
template <class Node>
struct as_of_needs_the_header_dataflow_history_hpp;
template <class Model, class Given>
struct a_version_is_named_by_its_number_or_a_time {};
template <class Model>
struct a_model_that_is_not_versioned_has_no_version {};

} // namespace dataflow::rule
