// expect: predicates_are_joined_by_a_single_ampersand_or_bar<Customer>
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
auto found() { return df::list<Customer>().where((field<&Customer::age> > 1) & (field<&Customer::name> == "x")); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::age> > 1 && field<&Customer::name> == "x"); }
#endif
