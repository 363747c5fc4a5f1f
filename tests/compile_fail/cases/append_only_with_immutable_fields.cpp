// expect: an_option_needs_a_write_that_the_model_is_without<Entry
// expect: "immutable"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.append_only = true, .immutable = df::immutable("amount")};
#else
    static constexpr auto dataflow = df::options{.immutable = df::immutable("amount")};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
