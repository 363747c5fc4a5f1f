// expect: a_vector_is_compared_with_another_type<Doc
// expect: "embedding"
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
auto wanted() {
    return df::count<Doc>().where(df::inner_product(field<&Doc::embedding>, field<&Doc::longer>) < 1);
}
#else
auto wanted() {
    return df::count<Doc>().where(df::inner_product(field<&Doc::embedding>, field<&Doc::other>) < 1);
}
#endif
