// expect: a_field_outside_the_groups_is_used<Order
// expect: total
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

// That twice a total is a group says nothing about the total itself.
#ifdef MISTAKE
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by((field<&Order::total> * 2).as<"twice">())
                      .select(df::count().as<"n">())
                      .having(field<&Order::total> > 5));
}
#else
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by((field<&Order::total> * 2).as<"twice">())
                      .select(df::count().as<"n">())
                      .having(df::item<"twice"> > 10));
}
#endif
