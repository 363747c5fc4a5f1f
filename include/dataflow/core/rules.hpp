// Mistakes with numbers and texts that a program gives, as named types; see core/rule.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>

namespace dataflow::rule {

/// Digits that a column of either database cannot have.
template <int Digits, int AfterThePoint>
struct a_decimal_has_1_to_18_digits_and_no_more_after_the_point : of_a_model {};

/// A number with a fraction, a truth value, a character or no number at all, where a count or a whole-number
/// key is meant.
template <class Model, fixed_string Place, class Given>
struct a_whole_number_is_expected {};

template <class Model, class Other>
struct ids_of_two_models_are_compared {};
template <class Model, class Given>
struct an_id_is_compared_with_a_bare_key {};

/// Names or values of an enumeration that are not told apart; a range of its values that is empty or too wide
/// to be looked through.
template <class Enumeration>
struct a_name_or_a_value_appears_twice_in_df_enum_names : of_a_model {};
template <class Enumeration>
struct a_df_enum_range_has_1_to_1024_values : of_a_model {};

/// The constant `nullptr` where a function takes a text; `Of`: what the function is asked for, where it is a
/// template.
template <fixed_string Place, class Of>
struct a_null_pointer_is_given_for_a_string {};
/// What is no text, or `nothing_given`, where a function takes one.
template <fixed_string Place, class Of, class Given>
struct a_string_is_expected {};

} // namespace dataflow::rule
