// expect: an_option_names_an_unknown_column<Entry
// expect: "amuont"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    std::string code;
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.immutable = df::immutable("amuont")};
#else
    static constexpr auto dataflow = df::options{.immutable = df::immutable("amount")};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
