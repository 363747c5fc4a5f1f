// expect: a_field_that_is_not_a_vector_is_searched_by_similarity<Doc
// expect: "title"
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
auto wanted() { return df::count<Doc>().where(df::l2_distance(field<&Doc::title>, three) < 1); }
#else
auto wanted() { return df::count<Doc>().where(df::l2_distance(field<&Doc::embedding>, three) < 1); }
#endif
