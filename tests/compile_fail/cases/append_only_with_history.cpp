// expect: an_option_needs_a_write_that_the_model_is_without<Entry
// expect: "history"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.history = true, .append_only = true};
#else
    static constexpr auto dataflow = df::options{.history = true, .without = df::write_kind::update};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
