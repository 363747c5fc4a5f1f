// expect: an_ordering_binds_values<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by((field<&Order::total> * 2).as<"twice">())
                      .select(df::count().as<"n">())
                      .order_by(field<&Order::total> * 2));
}
#else
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by((field<&Order::total> * 2).as<"twice">())
                      .select(df::count().as<"n">())
                      .order_by(df::item<"twice">));
}
#endif
