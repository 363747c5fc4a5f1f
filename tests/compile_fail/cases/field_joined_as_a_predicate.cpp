// expect: what_is_joined_is_no_predicate<Customer
// expect: Customer::name
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    bool active{};
};

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(field<&Customer::age> > 1 && field<&Customer::name> = "x"); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::age> > 1 && field<&Customer::name> == "x"); }
#endif
