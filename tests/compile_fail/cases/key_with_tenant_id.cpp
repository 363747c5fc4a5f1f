// expect: tenant_id_is_part_of_keys_and_indexes_by_itself<Entry
// expect: "key"
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Entry {
    int number = 0;
    std::string code;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.key = df::key("tenant_id", "code"), .multi_tenant = true};
#else
    static constexpr auto dataflow = df::options{.key = df::key("code"), .multi_tenant = true};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
