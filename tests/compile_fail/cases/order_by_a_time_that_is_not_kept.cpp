// expect: a_model_without_timestamps_has_no_created_at_or_updated_at<Point>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Point {
    int x{};
    static constexpr auto dataflow = df::options{.timestamps = false};
};

#ifdef MISTAKE
auto wanted() { return df::list<Point>().order_by(df::desc(df::created_at)); }
#else
auto wanted() { return df::list<Point>().order_by(df::desc(field<&Point::x>)); }
#endif
