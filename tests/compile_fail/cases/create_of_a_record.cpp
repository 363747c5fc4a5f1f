// expect: a_node_of_one_model_is_given_something_else<
// expect: "create"}, dataflow::record<Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};

#ifdef MISTAKE
auto wanted(const df::record<Customer>& c) { return df::create(c); }
#else
auto wanted(const df::record<Customer>& c) { return df::create(Customer{.name = c.name}); }
#endif
