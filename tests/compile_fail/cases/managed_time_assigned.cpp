// expect: a_managed_column_is_assigned<Customer
// expect: "created_at"
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
auto wanted() { return df::update<Customer>(1, df::created_at = df::timestamp{}); }
#else
auto wanted() { return df::update<Customer>(1, field<&Customer::age> = 1); }
#endif
