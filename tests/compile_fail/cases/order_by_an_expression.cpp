// expect: an_argument_is_no_ordering<Customer
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
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age> * 2); }
#else
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age>); }
#endif
