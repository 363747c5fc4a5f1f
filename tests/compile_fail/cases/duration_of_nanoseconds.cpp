// expect: a_field_type_has_no_sql_type<Track
// expect: "lasts"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Track {
    df::id<Track> id{};
#ifdef MISTAKE
    std::chrono::nanoseconds lasts{};
#else
    std::chrono::microseconds lasts{};
#endif
};

auto wanted() { return df::list<Track>(); }
