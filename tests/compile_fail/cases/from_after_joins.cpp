// expect: a_from_comes_after_joins<Order
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

auto orders() {

#ifdef MISTAKE
    return db.run(df::list<Order>().join<&Order::customer_id>().limit(3).from<Customer>());
#else
    return db.run(df::select(field<&Order::id>, df::as<"customer">(field<&Customer::id>))
                      .limit(3)
                      .from<Order>()
                      .join<&Order::customer_id>());
#endif
}
