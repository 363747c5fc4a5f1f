// expect: a_field_is_an_array_or_a_union<Sensor
// expect: nth_field<2>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    df::id<Sensor> id{};
    union {
        int whole;
        float real;
    };
    int value{};
};
#else
struct Sensor {
    df::id<Sensor> id{};
    int whole{};
    int value{};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
