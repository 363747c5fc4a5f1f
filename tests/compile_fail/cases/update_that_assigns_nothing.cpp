// expect: an_update_assigns_nothing<Customer>
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
auto wanted() { return df::update<Customer>(1); }
#else
auto wanted() { return df::update<Customer>(1, field<&Customer::age> = 1); }
#endif
