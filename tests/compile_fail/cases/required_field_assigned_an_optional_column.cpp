// expect: a_field_that_cannot_be_null_is_assigned_null<Order
// expect: "total"
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
auto wanted() { return df::update<Order>(df::id<Order>{1}, field<&Order::total> = field<&Order::discount>); }
#else
auto wanted() { return df::update<Order>(df::id<Order>{1}, field<&Order::discount> = field<&Order::total>); }
#endif
