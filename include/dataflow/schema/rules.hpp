// Mistakes in a model, each a named type: the compiler's first error line is its name, with the model and
// the field (see core/rule.hpp). docs/errors.md tells what to do about each.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>

namespace dataflow::rule {

template <class Model, fixed_string Field, class Type>
struct a_field_type_has_no_sql_type : of_a_model {};
template <class Model, fixed_string Field, class Stored>
struct a_mapped_type_is_stored_as_a_type_that_no_column_can_hold : of_a_model {};
template <class Model, fixed_string Field, class Enumeration>
struct an_enumeration_has_no_value_within_its_df_enum_range : of_a_model {};
template <class Model, fixed_string Field, class Enumeration>
struct a_default_is_not_within_the_df_enum_range_of_its_enumeration : of_a_model {};
template <class Model, fixed_string Field, class Enumeration, Enumeration Value>
struct an_enumeration_has_a_value_outside_its_df_enum_range : of_a_model {};
template <class Model>
struct a_model_is_not_an_aggregate : of_a_model {};
template <class Model>
struct a_model_is_only_declared : of_a_model {};
template <class Model>
struct a_model_is_final : of_a_model {};
template <class Model>
struct a_model_has_more_than_100_fields : of_a_model {};
template <class Model>
struct a_model_is_laid_out_by_alignas_bit_fields_or_no_unique_address : of_a_model {};
template <class Model>
struct the_options_of_a_model_are_not_static_constexpr_df_options : of_a_model {};
template <class Model>
struct the_options_of_a_model_are_not_called_dataflow : of_a_model {};
template <class Model, class Field>
struct a_field_is_an_array_or_a_union : of_a_model {};
template <class Model, class Field>
struct a_field_is_a_bit_field : of_a_model {};
template <class Model, class Field>
struct a_field_is_a_reference : of_a_model {};
template <class Model, class Field>
struct a_field_is_volatile : of_a_model {};
template <class Model, fixed_string Field>
struct a_field_is_const_or_mutable : of_a_model {};
template <class Model>
struct a_model_has_no_fields : of_a_model {};
template <class Model, fixed_string Field>
struct a_field_has_the_name_of_a_managed_column : of_a_model {};
template <class Model, fixed_string Name>
struct a_name_has_more_than_63_bytes : of_a_model {};
template <class Model, fixed_string Name>
struct a_name_is_not_allowed_by_a_database : of_a_model {};
template <class Model, fixed_string First, fixed_string Second>
struct two_columns_differ_only_in_case : of_a_model {};
template <class Model, fixed_string First, fixed_string Second>
struct two_fields_have_the_same_column : of_a_model {};
template <class Model, fixed_string Name>
struct two_constraints_have_the_same_name : of_a_model {};
template <class Model, fixed_string Name>
struct an_option_names_an_unknown_column : of_a_model {};
template <class Model, fixed_string Name>
struct a_managed_column_cannot_have_another_name : of_a_model {};
template <class Model, fixed_string Field>
struct a_kept_form_does_not_fit_its_field : of_a_model {};
/// Of `df::zones`, which takes a field and a zone in braces each; also of one that is named twice.
template <class Model, fixed_string Field>
struct a_zone_is_not_for_one_field_of_type_timestamp : of_a_model {};
template <class Model, fixed_string Field>
struct a_generated_column_is_part_of_the_key : of_a_model {};
template <class Model, fixed_string Field>
struct the_column_of_a_field_is_named_twice : of_a_model {};
template <class Model, fixed_string Name>
struct an_index_names_a_json_column : of_a_model {};
template <class Model, fixed_string Field>
struct a_key_column_is_optional : of_a_model {};
template <class Model, fixed_string Field>
struct a_key_column_is_an_inexact_number : of_a_model {};
template <class Model, fixed_string Field>
struct a_key_column_is_an_array_or_json : of_a_model {};
template <class Model, fixed_string Field>
struct on_delete_set_null_needs_an_optional_field : of_a_model {};
template <class Model, fixed_string Field>
struct on_delete_is_given_for_a_field_that_is_not_a_foreign_key : of_a_model {};
template <class Model, class Referenced, fixed_string Field>
struct a_foreign_key_refers_to_a_model_with_another_key : of_a_model {};
/// Of `df::foreign_key_to`, by the first field that does not fit, in number or type.
template <class Model, fixed_string Field>
struct a_foreign_key_over_columns_does_not_fit_the_key_of_its_model : of_a_model {};
template <class Model, fixed_string Field>
struct a_foreign_key_over_columns_is_to_a_model_with_tenants_or_soft_delete : of_a_model {};
template <class Model, fixed_string List>
struct an_option_list_has_too_many_entries : of_a_model {};
template <class Model, fixed_string List>
struct the_columns_of_an_index_are_not_in_braces : of_a_model {};
/// `df::checks(df::check("positive", df::column("total") >= 0))`: a name and a condition each.
template <class Model>
struct a_check_in_the_options_is_not_made_by_df_check : of_a_model {};
template <class Model>
struct a_renamed_column_is_not_a_pair_in_braces : of_a_model {};
template <class Model, fixed_string List>
struct a_former_name_is_not_in_braces_with_the_new_one : of_a_model {};
template <class Model, fixed_string Former>
struct a_former_name_is_one_that_the_model_still_has : of_a_model {};
template <class Model, fixed_string Field>
struct a_value_is_renamed_to_none_of_the_names_of_its_enumeration : of_a_model {};
template <class Model, fixed_string Former>
struct a_former_name_is_given_twice : of_a_model {};
template <class Model, fixed_string List>
struct a_condition_in_the_options_has_too_many_steps : of_a_model {};
template <class Model, fixed_string Field>
struct a_similar_index_needs_an_array_of_at_most_2000_floats : of_a_model {};
template <class Model, fixed_string Check>
struct a_condition_compares_a_column_with_another_type : of_a_model {};
template <class Model, fixed_string Check>
struct a_condition_compares_an_enumeration_with_none_of_its_names : of_a_model {};

template <class Model, fixed_string Field>
struct a_full_text_field_is_not_a_string : of_a_model {};
template <class Model, fixed_string Field>
struct a_full_text_field_has_a_name_that_fts5_reserves : of_a_model {};
template <class Model, class Referenced, fixed_string Field>
struct a_foreign_key_refers_to_a_model_with_tenants_from_one_without : of_a_model {};
template <class Model, fixed_string Field>
struct on_delete_set_null_is_not_for_a_foreign_key_within_a_tenant : of_a_model {};
template <class Model>
struct full_text_with_tenants_needs_a_key_that_the_database_makes : of_a_model {};
template <class Model>
struct row_level_security_is_for_a_model_with_tenants : of_a_model {};
template <class Model>
struct rows_per_tenant_is_for_a_model_with_tenants : of_a_model {};
template <class Model>
struct rows_per_tenant_is_negative : of_a_model {};

/// `.read_only = true`: nothing is made or written.
template <class Model, fixed_string Option>
struct a_model_that_is_only_read_has_an_option_for_writing : of_a_model {};
template <class Model>
struct a_model_that_is_only_read_is_written {};
/// `.append_only = true`, `.without = df::write_kind::erase`: by which it is without this.
template <class Model, fixed_string Write>
struct a_model_is_without_this_write {};
template <class Model, fixed_string Option>
struct an_option_needs_a_write_that_the_model_is_without : of_a_model {};
/// `.without = df::write_kind::alter`
template <class Model>
struct without_takes_create_update_and_erase_but_not_alter : of_a_model {};
template <class Model, fixed_string Field>
struct on_delete_needs_a_write_that_the_model_is_without : of_a_model {};
template <class Model, fixed_string Field>
struct an_immutable_field_changes_by_itself : of_a_model {};
/// `deleted_at`, `version`, `updated_at`.
template <class Model, fixed_string Column>
struct a_unique_column_changes_by_itself : of_a_model {};
/// Keys, unique constraints and indexes begin with it anyway.
template <class Model, fixed_string List>
struct tenant_id_is_part_of_keys_and_indexes_by_itself : of_a_model {};
template <class Model, fixed_string Column>
struct a_key_names_a_managed_column : of_a_model {};
template <class Model, fixed_string Column>
struct a_column_is_named_twice_in_a_list : of_a_model {};
template <class Model, fixed_string Field>
struct a_secret_is_part_of_the_key : of_a_model {};
template <class Model>
struct secrets_are_for_a_model_with_an_audit_log : of_a_model {};
/// A view, say, for which the options name no `.key`.
template <class Model>
struct a_model_has_no_key {};

template <class Model>
struct full_text_is_for_tables_without_a_schema : of_a_model {};

template <class Model>
struct full_text_needs_one_whole_number_as_key : of_a_model {};

} // namespace dataflow::rule
