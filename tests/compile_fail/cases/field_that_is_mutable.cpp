// expect: a_field_is_const_or_mutable<Sensor
// expect: "value"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    df::id<Sensor> id{};
    mutable int value{};
};
#else
struct Sensor {
    df::id<Sensor> id{};
    int value{};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
