// expect: an_argument_is_no_assignment<Customer,
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
auto wanted() { return df::create<Customer>(field<&Customer::name> == "x"); }
#else
auto wanted() { return df::create<Customer>(field<&Customer::name> = "x"); }
#endif
