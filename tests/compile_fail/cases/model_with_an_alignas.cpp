// expect: a_model_is_laid_out_by_alignas_bit_fields_or_no_unique_address<Sensor

#include <dataflow/dataflow.hpp>

namespace df = dataflow;

#ifdef MISTAKE
struct Sensor {
    bool kind{};
    alignas(16) int value{};
};
#else
struct Sensor {
    bool kind{};
    int value{};
};
#endif

auto made(df::database<Sensor>& db) { return db.run(df::list<Sensor>()).records.size(); }
