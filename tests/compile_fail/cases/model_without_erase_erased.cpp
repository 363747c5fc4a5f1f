// expect: a_model_is_without_this_write<Part
// expect: "erase"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Part {
    df::id<Part> id{};
    int weight = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.without = df::write_kind::erase};
#else
    static constexpr auto dataflow = df::options{.without = df::write_kind::create};
#endif
};

bool run(df::database<Part>& db) { return db.run(df::erase<Part>(1)); }
