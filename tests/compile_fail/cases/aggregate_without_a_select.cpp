// expect: an_aggregate_that_selects_nothing_is_run<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
void wanted() {
    for (auto& row : db.run(df::aggregate<Order>().group_by(field<&Order::status>))) (void)row;
}
#else
auto wanted() {
    return db.run(df::aggregate<Order>().group_by(field<&Order::status>).select(df::count().as<"n">()));
}
#endif
