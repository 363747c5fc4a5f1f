// expect: a_function_is_given_another_type<
// expect: fixed_string<6>{"lower"}, Customer
// expect: "age"
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
auto wanted() { return df::lower(field<&Customer::age>); }
#else
auto wanted() { return df::lower(field<&Customer::name>); }
#endif
