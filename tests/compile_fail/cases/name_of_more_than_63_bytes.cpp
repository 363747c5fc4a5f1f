// expect: a_name_has_more_than_63_bytes<Measured
// expect: "the_temperature
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Measured {
    df::id<Measured> id{};
#ifdef MISTAKE
    double the_temperature_that_was_measured_in_the_cellar_on_the_northerny{}; // 64
#else
    double the_temperature_that_was_measured_in_the_cellar_on_the_northern{}; // 63
#endif
};

auto made() { return df::create(Measured{}); }
