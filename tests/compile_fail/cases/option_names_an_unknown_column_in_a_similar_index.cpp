// expect: an_option_names_an_unknown_column<Doc
// expect: "embeding"
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
    static constexpr auto dataflow = df::options{.similar = {{"embeding", df::dot}, {"other"}}};
#else
    static constexpr auto dataflow = df::options{.similar = {{"embedding", df::dot}, {"other"}}};
#endif
};

auto wanted() { return df::list<Doc>(); }
