// expect: a_predicate_is_compared<Customer, int>
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
auto found() { return df::list<Customer>().where(1 < field<&Customer::age> < 5); }
#else
auto found() { return df::list<Customer>().where(1 < field<&Customer::age> && field<&Customer::age> < 5); }
#endif
