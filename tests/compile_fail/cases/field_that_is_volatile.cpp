// expect: a_field_is_volatile<Sensor
// expect: nth_field<2>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    df::id<Sensor> id{};
    volatile int value{};
};
#else
struct Sensor {
    df::id<Sensor> id{};
    int value{};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
