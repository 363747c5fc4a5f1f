// expect: a_model_is_without_this_write<Law
// expect: "update"
#include <dataflow/dataflow.hpp>
#include <dataflow/history.hpp>

namespace df = dataflow;

struct Law {
    df::id<Law> id{};
    std::string text;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.history = true, .without = df::write_kind::update};
#else
    static constexpr auto dataflow = df::options{.history = true, .without = df::write_kind::create};
#endif
};

void run(df::database<Law>& db) { db.run(df::restore_version<Law>(1, 1)); }
