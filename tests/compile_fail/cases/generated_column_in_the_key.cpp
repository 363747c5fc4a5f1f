// expect: a_generated_column_is_part_of_the_key<Line
// expect: "total"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Line {
    std::int64_t number = 0;
    std::int64_t total = 0;
#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.key = df::key("total"), .generated = df::generated("total")};
#else
    static constexpr auto dataflow =
        df::options{.key = df::key("number"), .generated = df::generated("total")};
#endif
};

auto wanted() { return df::read<Line>(1); }
