// expect: a_kept_form_does_not_fit_its_field<Line
// expect: "made"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Line {
    df::id<Line> id{};
    df::timestamp made{};
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.kept = df::kept({"made", "unix fortnights"})};
#else
    static constexpr auto dataflow = df::options{.kept = df::kept({"made", "unix milliseconds"})};
#endif
};

auto wanted() { return df::read<Line>(1); }
