// Mistakes in searches; see core/rule.hpp.
#pragma once

namespace dataflow::rule {

template <class Model>
struct a_search_needs_a_model_with_the_option_full_text {};
template <class Model, class Given>
struct a_search_takes_its_words_as_a_text {};

} // namespace dataflow::rule
