// expect: an_argument_is_no_ordering<Customer, int>
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
auto wanted() { return df::list<Customer>().order_by(5).limit(3); }
#else
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age>).limit(3); }
#endif
