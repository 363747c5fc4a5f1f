// Mistakes in a model, each a named type: the compiler's first error line is its name, with the model and
// the field (see core/rule.hpp). docs/errors.md tells what to do about each.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

template <class Model, fixed_string Field, class Type>
struct a_field_type_has_no_sql_type {};
template <class Model, fixed_string Field, class Enumeration>
struct an_enumeration_has_no_value_within_its_df_enum_range {};
template <class Model, fixed_string Field, class Enumeration>
struct a_default_is_not_within_the_df_enum_range_of_its_enumeration {};
template <class Model>
struct a_model_is_not_an_aggregate {};
template <class Model>
struct a_model_has_no_fields {};
template <class Model, fixed_string Field>
struct a_field_has_the_name_of_a_managed_column {};
template <class Model, fixed_string Name>
struct a_name_has_more_than_63_bytes {};
template <class Model, fixed_string Name>
struct a_database_does_not_take_a_name {};
template <class Model, fixed_string First, fixed_string Second>
struct two_columns_differ_only_in_case {};
template <class Model, fixed_string Name>
struct two_constraints_have_one_name {};
template <class Model, fixed_string Name>
struct an_option_names_an_unknown_column {};
template <class Model, fixed_string Name>
struct an_index_names_a_json_column {};
template <class Model, fixed_string Field>
struct a_key_column_is_optional {};
template <class Model, fixed_string Field>
struct a_key_column_is_an_array_or_json {};
template <class Model, fixed_string Field>
struct on_delete_set_null_needs_an_optional_field {};
template <class Model, fixed_string Field>
struct on_delete_stands_on_a_field_that_is_no_foreign_key {};
template <class Model, class Referenced, fixed_string Field>
struct a_foreign_key_refers_to_a_model_with_another_key {};
template <class Model, fixed_string List>
struct an_option_list_has_too_many_entries {};
template <class Model, fixed_string List>
struct a_condition_in_the_options_has_too_many_steps {};
template <class Model, fixed_string Field>
struct a_similar_index_needs_an_array_of_at_most_2000_floats {};
template <class Model, fixed_string Check>
struct a_condition_compares_a_column_with_another_type {};
template <class Model, fixed_string Check>
struct a_condition_compares_an_enumeration_with_a_text_that_is_no_name_of_it {};

template <class Model, fixed_string Field>
struct a_full_text_field_is_no_text {};
template <class Model, fixed_string Field>
struct a_full_text_field_has_a_name_that_fts5_keeps {};
template <class Model>
struct full_text_needs_one_whole_number_as_key {};

} // namespace dataflow::rule
