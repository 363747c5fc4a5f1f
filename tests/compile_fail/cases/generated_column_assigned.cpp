// expect: a_generated_column_is_assigned<Line
// expect: "total"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Line {
    df::id<Line> id{};
    int price = 0;
    int total = 0;
    static constexpr auto dataflow = df::options{.generated = df::generated("total")};
};

#ifdef MISTAKE
auto wanted() { return df::update<Line>(1, field<&Line::total> = 5); }
#else
auto wanted() { return df::update<Line>(1, field<&Line::price> = 5); }
#endif
