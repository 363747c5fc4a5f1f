// expect: a_field_outside_the_groups_is_used<Order
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by(field<&Order::status>)
                      .select(df::sum(field<&Order::total>).over().as<"all">()));
}
#else
auto wanted() {
    return db.run(df::aggregate<Order>()
                      .group_by(field<&Order::status>)
                      .select(df::sum(df::sum(field<&Order::total>)).over().as<"all">()));
}
#endif
