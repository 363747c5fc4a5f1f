// Mistakes with records for tests, as named types; see schema/rules.hpp.
#pragma once

namespace dataflow::rule {

/// Neither can be made before the other: one of the two fields is to be a std::optional.
template <class Model, class Other>
struct two_models_need_records_of_each_other {};

} // namespace dataflow::rule
