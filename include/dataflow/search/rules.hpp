// Mistakes in searches, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

template <class Model, fixed_string Field, class FieldType>
struct a_field_that_is_not_a_vector_is_searched_by_similarity {};
template <class Model, fixed_string Field, class FieldType, class Other>
struct a_vector_is_compared_with_another_type {};
template <class Model>
struct a_search_needs_a_model_with_the_option_full_text {};
template <class Given>
struct a_search_does_not_name_its_model {};
template <class Model, class Given>
struct a_search_takes_its_words_as_a_string {};

} // namespace dataflow::rule
