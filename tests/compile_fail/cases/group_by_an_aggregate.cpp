// expect: a_group_is_made_by_an_aggregate<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::aggregate<Order>().group_by(df::count()); }
#else
auto wanted() { return df::aggregate<Order>().group_by(field<&Order::status>); }
#endif
