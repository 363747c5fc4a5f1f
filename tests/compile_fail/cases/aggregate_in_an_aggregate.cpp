// expect: an_aggregate_stands_in_an_aggregate<Customer>
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
auto wanted() { return df::sum(df::count(field<&Customer::note>)); }
#else
auto wanted() { return df::sum(field<&Customer::age>); }
#endif
