// expect: a_model_that_is_only_read_has_an_option_for_writing<Entry
// expect: "append_only"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.read_only = true, .append_only = true};
#else
    static constexpr auto dataflow = df::options{.read_only = true};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
