// expect: a_cast_is_not_offered<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};

#ifdef MISTAKE
auto wanted() { return df::cast<df::date>(field<&Customer::age>); }
#else
auto wanted() { return df::cast<std::string>(field<&Customer::age>); }
#endif
