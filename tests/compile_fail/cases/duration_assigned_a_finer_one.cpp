// expect: a_field_is_assigned_another_type<Track
// expect: "lasts"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;
using namespace std::chrono_literals;

struct Track {
    df::id<Track> id{};
    std::chrono::minutes lasts{};
};

#ifdef MISTAKE
auto wanted() { return field<&Track::lasts> += 30s; }
#else
auto wanted() { return field<&Track::lasts> += 2h; }
#endif
