// expect: a_join_follows_a_field_that_is_not_a_foreign_key<Order
// expect: total
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().join<&Order::total>(); }
#else
auto wanted() { return df::list<Order>().join<&Order::customer_id>(); }
#endif
