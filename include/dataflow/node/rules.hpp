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
struct a_key_has_another_number_of_columns {};
template <class Model, class KeyType, class Given>
struct a_key_has_another_type {};
template <class Model, fixed_string Input>
struct an_input_of_a_node_that_runs_alone_is_filled_by_nothing {};
template <class Model>
struct a_bulk_update_without_a_predicate_needs_everything {};
template <class Model>
struct a_bulk_delete_without_a_predicate_needs_everything {};
template <class Model>
struct rows_to_update_have_no_key {};
template <class Model, fixed_string FirstField>
struct a_conflict_target_is_not_unique {};
template <class Model>
struct an_upsert_needs_a_conflict_target {};
template <class Model>
struct ids_of_a_composite_key_cannot_be_returned {};
template <class Model, class Given>
struct an_argument_is_no_predicate_and_no_assignment {};
template <class Model, class Given>
struct an_argument_is_no_predicate {};
template <class Model, class Given>
struct an_argument_is_no_ordering {};
template <class Model, class Given>
struct an_argument_is_no_assignment {};
template <class Given>
struct the_rows_are_no_range {};
template <class Model, fixed_string Field>
struct records_are_ordered_by_an_array_or_json {};

} // namespace dataflow::rule
