// expect: a_model_is_without_this_write<Law
// expect: "create"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Law {
    df::id<Law> id{};
    std::string text;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.without = df::write_kind::create};
#else
    static constexpr auto dataflow = df::options{.without = df::write_kind::update};
#endif
};

void run(df::database<Law>& db) { db.run(df::create(Law{.text = "a"})); }
