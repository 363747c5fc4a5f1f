// expect: a_key_column_is_assigned<Customer
// expect: "id"
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
auto wanted() { return df::bulk_update(std::vector<Customer>{}).set(field<&Customer::id>); }
#else
auto wanted() { return df::bulk_update(std::vector<Customer>{}).set(field<&Customer::name>); }
#endif
