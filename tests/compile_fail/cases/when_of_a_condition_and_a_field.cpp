// expect: a_when_with_a_condition_needs_a_predicate<
// expect: Customer::active
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    bool active = true;
};

#ifdef MISTAKE
auto wanted(bool only_active) { return df::list<Customer>().where(df::when(only_active, field<&Customer::active>)); }
#else
auto wanted(bool only_active) { return df::list<Customer>().where(df::when(only_active, field<&Customer::active> == true)); }
#endif
