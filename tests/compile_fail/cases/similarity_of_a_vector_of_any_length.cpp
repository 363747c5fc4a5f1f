// expect: a_field_that_is_not_a_vector_is_searched_by_similarity<Doc
// expect: "any"
#include <dataflow/dataflow.hpp>
#include <dataflow/search.hpp>

#include <array>
#include <string>
#include <vector>

#include "../models/articles.hpp"

namespace df = dataflow;
using df::field;

constexpr std::array<float, 3> three{1, 2, 3};
constexpr std::array<float, 4> four{1, 2, 3, 4};

#ifdef MISTAKE
auto wanted() { return df::nearest<&Doc::any>(three); }
#else
auto wanted() { return df::nearest<&Doc::embedding>(three); }
#endif
