// expect: a_model_is_only_declared<Sensor

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor;
#else
struct Sensor {
    int value{};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
