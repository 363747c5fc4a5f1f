// expect: rows_of_aggregates_groups_or_distinct_are_locked<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::select(df::sum(field<&Order::total>).over(df::order_by(field<&Order::id>))).for_update();
}
#else
auto wanted() { return df::select(field<&Order::total>).for_share(); }
#endif
