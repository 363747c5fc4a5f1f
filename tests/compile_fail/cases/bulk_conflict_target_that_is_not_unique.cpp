// expect: a_conflict_target_is_not_unique<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
auto wanted() { return df::bulk_upsert(std::vector<Customer>{}).on_conflict(field<&Customer::name>); }
#else
auto wanted() { return df::bulk_upsert(std::vector<Customer>{}).on_conflict(field<&Customer::id>); }
#endif
