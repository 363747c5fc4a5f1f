// expect: a_key_column_is_an_inexact_number<Scale
// expect: "weight"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Scale {
#ifdef MISTAKE
    double weight{};
#else
    df::decimal<8, 3> weight{};
#endif
    std::string label;

    static constexpr auto dataflow = df::options{.key = df::key("weight")};
};

auto made() { return df::list<Scale>(); }
