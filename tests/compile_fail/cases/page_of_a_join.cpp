// expect: pages_are_of_a_list_of_one_model<Order>
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
extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted(const df::cursor& at) { return df::list<Order>().join<&Order::customer_id>().after(at); }
#else
auto wanted(const df::cursor&) { return df::list<Order>().join<&Order::customer_id>().offset(5); }
#endif
