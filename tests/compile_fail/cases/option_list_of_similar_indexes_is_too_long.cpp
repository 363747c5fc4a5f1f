// expect: an_option_list_has_too_many_entries<Doc
// expect: "similar"
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
    static constexpr auto dataflow = df::options{
        .similar = {{"other", df::dot}, {"other"}, {"other", df::l2}, {"embedding"}, {"embedding", df::l2}}};
#else
    static constexpr auto dataflow =
        df::options{.similar = {{"other", df::dot}, {"other"}, {"other", df::l2}, {"embedding"}}};
#endif
};

auto wanted() { return df::list<Doc>(); }
