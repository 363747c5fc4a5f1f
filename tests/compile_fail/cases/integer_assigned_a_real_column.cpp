// expect: a_field_is_assigned_another_type<Order
// expect: "count"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    double total{};
    int count{};
};

#ifdef MISTAKE
auto wanted() { return df::update<Order>(1, field<&Order::count> = field<&Order::total>); }
#else
auto wanted() { return df::update<Order>(1, field<&Order::count> = field<&Order::total> * 0.9); }
#endif
