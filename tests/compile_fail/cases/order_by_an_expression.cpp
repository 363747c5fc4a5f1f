// expect: a_list_is_ordered_by_fields_and_a_select_by_expressions<Customer>
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
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age> * 2); }
#else
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age>); }
#endif
