// expect: a_similar_index_needs_an_array_of_at_most_2000_floats<Doc
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
    std::array<float, 2001> longer{};
    std::array<double, 3> exact{};
    std::vector<float> any{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.similar = df::similar_index{"longer", df::l2}};
#else
    static constexpr auto dataflow = df::options{.similar = df::similar_index{"embedding", df::l2}};
#endif
};

auto wanted() { return df::list<Doc>(); }
