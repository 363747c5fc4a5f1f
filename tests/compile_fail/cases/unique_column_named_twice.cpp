// expect: a_column_is_named_twice_in_a_list<Entry
// expect: "code"
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Entry {
    df::id<Entry> id{};
    std::string code;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.unique = df::unique({"code", "code"})};
#else
    static constexpr auto dataflow = df::options{.unique = df::unique({"code"})};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
