// expect: a_field_is_negated<Customer
// expect: "age"
// expect: int
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
auto found() { return df::list<Customer>().where(!field<&Customer::age>); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::age> == 0); }
#endif
