// Mistakes with JSON, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

template <class Type>
struct a_type_has_no_json_form {};
template <class Variant>
struct a_variant_has_alternatives_of_the_same_json_shape {};
template <fixed_string Key>
struct a_json_key_holds_a_quote_or_a_backslash {};
template <class Type>
struct a_json_path_steps_into_a_type_that_has_no_such_part {};
template <class Type>
struct a_json_path_ends_at_a_type_that_cannot_be_compared {};
template <class Type>
struct a_json_value_is_asked_for_a_type_that_it_never_holds {};
template <class Model, fixed_string Place>
struct a_json_value_is_compared_without_as {};

} // namespace dataflow::rule
