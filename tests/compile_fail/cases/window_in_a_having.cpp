// expect: a_window_is_used_in_a_filter<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::status>)
        .select(df::count().as<"n">())
        .having(df::rank().over(df::order_by(df::count())) < 4);
}
#else
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::status>)
        .select(df::count().as<"n">())
        .having(df::count() < 4);
}
#endif
