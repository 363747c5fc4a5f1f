// expect: a_vector_is_compared_with_another_type<Doc
// expect: "longer"
#include <dataflow/dataflow.hpp>
#include <dataflow/search.hpp>

#include <array>
#include <string>
#include <vector>

namespace df = dataflow;
using df::field;

struct Doc {
    df::id<Doc> id{};
    std::string title;
    std::array<float, 3> embedding{};
    std::array<float, 3> other{};
    std::array<float, 4> longer{};
    std::array<double, 3> exact{};
    std::vector<float> any{};
};

constexpr std::array<float, 3> three{1, 2, 3};
constexpr std::array<float, 4> four{1, 2, 3, 4};

#ifdef MISTAKE
auto wanted() { return df::nearest<&Doc::longer>(three).limit(3); }
#else
auto wanted() { return df::nearest<&Doc::longer>(four).limit(3); }
#endif
