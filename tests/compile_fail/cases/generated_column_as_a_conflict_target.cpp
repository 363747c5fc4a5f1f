// expect: a_generated_column_is_a_conflict_target<Line
// expect: "total"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Line {
    df::id<Line> id{};
    int price = 0;
    int total = 0;
    static constexpr auto dataflow =
        df::options{.generated = df::generated("total"), .unique = df::unique({"price"}, {"total"})};
};

#ifdef MISTAKE
auto wanted() { return df::upsert(Line{}).on_conflict(field<&Line::total>); }
#else
auto wanted() { return df::upsert(Line{}).on_conflict(field<&Line::price>); }
#endif
