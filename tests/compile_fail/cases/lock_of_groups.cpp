// expect: rows_of_aggregates_groups_or_distinct_are_locked<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>().group_by(field<&Order::total>).select(df::count().as<"n">()).for_update();
}
#else
auto wanted() { return df::select(field<&Order::total>).for_share(); }
#endif
