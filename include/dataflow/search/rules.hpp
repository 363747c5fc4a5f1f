// Mistakes in searches, as named types; see schema/rules.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

template <class Model, fixed_string Field, class FieldType>
struct a_field_that_is_no_vector_is_searched_by_similarity {};
template <class Model, fixed_string Field, class FieldType, class Other>
struct a_vector_is_compared_with_another_type {};

} // namespace dataflow::rule
