// expect: tenant_id_is_part_of_keys_and_indexes_by_itself<Entry
// expect: "indexes"
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;
using df::field;

struct Entry {
    df::id<Entry> id{};
    std::string code;

#ifdef MISTAKE
    static constexpr auto dataflow =
        df::options{.multi_tenant = true, .indexes = df::indexes({"code", "tenant_id"})};
#else
    static constexpr auto dataflow = df::options{.multi_tenant = true, .indexes = df::indexes({"code"})};
#endif
};

df::database<Entry> open() { return df::database<Entry>{"sqlite::memory:"}; }
