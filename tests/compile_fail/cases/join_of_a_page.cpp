// expect: pages_are_of_a_list_of_one_model<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted(const df::cursor& at) { return df::list<Order>().after(at).limit(3).join<&Order::customer_id>(); }
#else
auto wanted(const df::cursor&) { return df::list<Order>().limit(3).join<&Order::customer_id>(); }
#endif
