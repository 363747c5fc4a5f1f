// expect: a_field_is_an_array_or_a_union<Sensor
// expect: nth_field<2>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    df::id<Sensor> id{};
    char name[32]{};
    int value{};
};
#else
struct Sensor {
    df::id<Sensor> id{};
    std::string name{};
    int value{};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
