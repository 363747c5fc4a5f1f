// expect: a_field_is_a_reference<Sensor
// expect: nth_field<2>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    df::id<Sensor> id{};
    std::string& name;
};
#else
struct Sensor {
    df::id<Sensor> id{};
    std::string name;
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
