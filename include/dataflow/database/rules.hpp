// Mistakes in the use of a database, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>

namespace dataflow::rule {

template <class Model>
struct a_model_is_not_in_the_list_of_the_database {};
template <class Model, class Other>
struct two_models_of_a_database_have_the_same_table : of_a_model {};
/// By `renamed_table`.
template <class Model, class Other>
struct two_models_of_a_database_had_the_same_table : of_a_model {};
template <class Model, class Other, fixed_string Name>
struct two_tables_or_indexes_of_a_database_have_the_same_name : of_a_model {};
template <class Model>
struct a_model_has_no_rows_per_tenant {};
template <class Model, class Referenced>
struct a_foreign_key_refers_to_a_model_that_is_not_in_the_list_of_the_database : of_a_model {};
/// Of `df::foreign_key_to`: the table's name.
template <class Model, fixed_string Table>
struct a_foreign_key_over_columns_refers_to_a_table_that_is_not_in_the_list_of_the_database : of_a_model {};
template <class First, class Second>
struct one_node_is_run_at_a_time {};
template <class Node>
struct only_a_list_or_a_select_can_be_streamed {};
template <class Model>
struct a_stream_has_no_total {};
template <class Given>
struct a_transaction_returns_something_that_ends_with_it {};
template <fixed_string Header, fixed_string Function>
struct a_header_is_not_included {};
template <class Given>
struct what_is_run_is_not_a_node {};
/// `db.protect(df::protect("..."))`: one rule is not the set of them.
template <class Given>
struct a_database_is_protected_by_a_write_protection {};
template <class Model, class... Given>
struct what_is_given_besides_a_node_is_not_a_limit {};
template <class Given>
struct only_a_whole_run_or_a_transaction_can_be_retried {};
template <class Input>
struct a_workflow_is_run_without_its_input {};
template <class Input, class... Given>
struct a_workflow_is_given_input_of_another_type {};
template <class Model>
struct a_node_is_run_on_a_const_database {};
template <class... Given>
struct an_argument_of_a_transaction_is_neither_its_options_nor_a_limit {};
template <class Work>
struct the_options_of_a_transaction_come_before_its_work {};
template <class Work>
struct the_work_of_a_transaction_does_not_take_its_transaction_by_reference {};

template <class Model>
struct soft_deletes_cascade_in_a_cycle : of_a_model {};
/// `.audit_log = true`, and the database has no model of the log: `df::database<..., df::audit_record>`.
template <class Model>
struct an_audit_log_needs_audit_record_of_dataflow_audit_hpp_in_the_list : of_a_model {};
/// The same with tenants: `df::database<..., df::tenant_audit_record>`.
template <class Model>
struct an_audit_log_of_tenants_needs_tenant_audit_record_of_dataflow_audit_hpp_in_the_list : of_a_model {};
/// Its records belong to tenants: what is run is run by `db.tenant("acme")`.
template <class Model>
struct a_model_with_tenants_is_used_without_a_tenant {};
/// `db.all_tenants()` only reads; `db.all_tenants(df::for_writing)` changes and deletes, too.
template <class Model>
struct all_tenants_are_read_only_unless_asked_for_writing {};
/// What makes records makes them for one tenant, and so does what writes by rows.
template <class Model>
struct a_write_over_all_tenants_names_its_tenant {};
/// Two tenants may have records with one key.
template <class Model>
struct a_key_over_all_tenants_is_that_of_several_records_say_whose_by_tenant {};
/// A tenant does not decide which tenants there are.
template <class... Listed>
struct a_session_of_one_tenant_does_not_manage_tenants {};
/// `df::tenant_usage<Note>(db)`, `df::set_rows_per_tenant<Note>(...)`
template <fixed_string Function, class... Given>
struct a_function_of_one_model_does_not_name_it {};
/// `df::older_than(...)`, of `df::purge_audit`.
template <class... Given>
struct an_age_is_made_by_df_older_than {};
template <class Given>
struct tenants_are_managed_on_a_database_a_session_or_a_transaction {};
/// `df::database<..., df::tenant_record>`.
template <class... Models>
struct a_registry_of_tenants_needs_tenant_record_in_the_list_of_the_database {};
/// Its rows do not say whose they are.
template <class Model>
struct a_common_table_of_tenants_stands_beside_others_over_all_tenants {};
/// What `database::tenant` gives, in <dataflow/tenant.hpp>.
template <class Name, class... Models>
struct tenants_need_the_header_dataflow_tenant_hpp;
/// What `database::session` gives, in <dataflow/session.hpp>.
template <class Nothing, class... Models>
struct sessions_need_the_header_dataflow_session_hpp;
/// What `database::migrate` gives, in <dataflow/migrate.hpp>.
template <class Options, class... Models>
struct migrations_need_the_header_dataflow_migrate_hpp;

} // namespace dataflow::rule
