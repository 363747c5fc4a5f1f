// expect: the_options_of_a_model_are_not_called_dataflow<Sensor

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    int value{};
    static constexpr auto datafow = df::options{.table = "sensor"};
};
#else
struct Sensor {
    int value{};
    static constexpr auto dataflow = df::options{.table = "sensor"};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
