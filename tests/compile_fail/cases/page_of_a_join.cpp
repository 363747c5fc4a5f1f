// expect: pages_are_of_a_list_of_one_model<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted(const df::cursor& at) { return df::list<Order>().join<&Order::customer_id>().after(at); }
#else
auto wanted(const df::cursor&) { return df::list<Order>().join<&Order::customer_id>().offset(5); }
#endif
