// expect: the_values_of_an_in_are_no_list<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    bool active{};
};

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(field<&Customer::age>.in(5, 6)); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::age>.in({5, 6})); }
#endif
