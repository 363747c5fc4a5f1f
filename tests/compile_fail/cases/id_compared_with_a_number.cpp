// expect: a_field_is_compared_with_another_type<Order
// expect: "customer_id"
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
auto wanted() { return field<&Order::customer_id> == 1; }
#else
auto wanted() { return field<&Order::customer_id> == df::id<Customer>{1}; }
#endif
