// Mistakes with numbers that a program gives, as named types; see core/rule.hpp.
#pragma once

#include <dataflow/core/fixed_string.hpp>

namespace dataflow::rule {

/// A number with a fraction, a truth value, a character or no number at all, where a count or a whole-number key is meant.
template <class Model, fixed_string Place, class Given>
struct a_whole_number_is_expected {};

} // namespace dataflow::rule
