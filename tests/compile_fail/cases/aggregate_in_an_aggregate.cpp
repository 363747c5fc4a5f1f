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
extern df::database<Customer> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::select(df::sum(df::count(field<&Customer::note>)))); }
#else
auto wanted() { return db.run(df::select(df::sum(field<&Customer::age>))); }
#endif
