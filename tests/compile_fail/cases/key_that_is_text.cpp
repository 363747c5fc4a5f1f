// expect: a_key_has_another_type<Customer
// expect: char
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
auto wanted() { return df::find<Customer>("1"); }
#else
auto wanted() { return df::find<Customer>(1); }
#endif
