// expect: values_of_two_types_meet_in_a_function
// expect: "coalesce"
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
auto wanted() { return df::coalesce(field<&Customer::note>, 0); }
#else
auto wanted() { return df::coalesce(field<&Customer::note>, ""); }
#endif
