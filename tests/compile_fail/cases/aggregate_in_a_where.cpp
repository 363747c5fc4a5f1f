// expect: an_aggregate_stands_in_a_filter<Customer>
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
auto wanted() { return df::list<Customer>().where(df::sum(field<&Customer::age>) > 3); }
#else
auto wanted() { return df::list<Customer>().where(field<&Customer::age> > 3); }
#endif
