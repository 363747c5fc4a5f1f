// expect: a_function_is_given_another_type
// expect: "position"
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
auto wanted() { return df::position(field<&Customer::name>, 5); }
#else
auto wanted() { return df::position(field<&Customer::name>, "5"); }
#endif
