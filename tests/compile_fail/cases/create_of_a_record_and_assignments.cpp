// expect: a_create_is_given_a_record_and_assignments<Order
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
};

#ifdef MISTAKE
auto wanted() { return df::create(Order{}, field<&Order::total> = 5.0); }
#else
auto wanted() { return df::create(Order{.total = 5.0}); }
#endif
