// expect: the_rows_are_no_range<Customer>
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
auto wanted() { return df::bulk_create(Customer{}); }
#else
auto wanted() { return df::create(Customer{}); }
#endif
