// expect: an_immutable_field_changes_by_itself<Entry
// expect: "updated_at"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Entry {
    df::id<Entry> id{};
    std::string code;
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.immutable = df::immutable("updated_at")};
#else
    static constexpr auto dataflow = df::options{.immutable = df::immutable("created_at")};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
