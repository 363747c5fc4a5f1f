// expect: fields_of_two_models_meet_in_one_expression<Customer, Order>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id;
    double total{};
    std::optional<double> discount{};
};

#ifdef MISTAKE
auto wanted() { return field<&Customer::id> == field<&Order::customer_id>; }
#else
auto wanted() { return field<&Customer::id> == df::id<Customer>{1}; }
#endif
