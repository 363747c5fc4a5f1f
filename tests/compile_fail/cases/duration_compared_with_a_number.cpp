// expect: a_field_is_compared_with_another_type<Track
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
auto wanted() { return field<&Track::lasts> > 90; }
#else
auto wanted() { return field<&Track::lasts> > 90min; }
#endif
