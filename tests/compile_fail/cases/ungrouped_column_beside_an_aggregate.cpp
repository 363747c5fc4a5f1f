// expect: a_field_outside_the_groups_is_used<Order
// expect: discount
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by(field<&Order::status>)
                      .select(field<&Order::discount>, df::count().as<"n">()));
}
#else
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by(field<&Order::status>, field<&Order::discount>)
                      .select(df::count().as<"n">()));
}
#endif
