// expect: a_zone_is_not_for_one_field_of_type_timestamp<Line
// expect: "made"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Line {
    df::id<Line> id{};
    df::timestamp made{};
    df::timestamp sent{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.zones = df::zones({"made", "UTC"}, {"made", "Asia/Tokyo"})};
#else
    static constexpr auto dataflow = df::options{.zones = df::zones({"made", "UTC"}, {"sent", "Asia/Tokyo"})};
#endif
};

auto wanted() { return df::read<Line>(1); }
