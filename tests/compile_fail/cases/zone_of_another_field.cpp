// expect: a_zone_is_not_for_one_field_of_type_timestamp<Line
// expect: "day"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Line {
    df::id<Line> id{};
    df::timestamp made{};
    df::date day{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.zones = df::zones({"day", "Europe/Berlin"})};
#else
    static constexpr auto dataflow = df::options{.zones = df::zones({"made", "Europe/Berlin"})};
#endif
};

auto wanted() { return df::read<Line>(1); }
