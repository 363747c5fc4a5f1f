// expect: a_key_names_a_managed_column<Entry
// expect: "created_at"
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Entry {
    int number = 0;
    std::string code;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.key = df::key("code", "created_at")};
#else
    static constexpr auto dataflow = df::options{.key = df::key("code")};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
