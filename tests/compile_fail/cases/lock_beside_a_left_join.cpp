// expect: a_lock_with_a_left_join_names_its_models<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().left_join<&Order::seller_id>().for_update(); }
#else
auto wanted() { return df::list<Order>().left_join<&Order::seller_id>().for_update<Order>(); }
#endif
