// expect: a_from_comes_after_joins<Order
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id;
};
extern df::database<Customer, Order> db;

auto orders() {
#ifdef MISTAKE
    return db.run(df::list<Order>().join<&Order::customer_id>().limit(3).from<Customer>());
#else
    return db.run(df::select(field<&Order::id>, df::as<"customer">(field<&Customer::id>)).limit(3).from<Order>().join<&Order::customer_id>());
#endif
}
