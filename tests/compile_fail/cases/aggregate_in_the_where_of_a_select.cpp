// expect: an_aggregate_is_used_in_a_filter<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::aggregate<Order>().where(df::count() > 3); }
#else
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::status>)
        .select(df::count().as<"n">())
        .having(df::count() > 3);
}
#endif
