// expect: a_locked_model_is_not_in_the_query<Order, Customer>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select(field<&Order::total>).for_update<Customer>(); }
#else
auto wanted() { return df::select(field<&Order::total>).join<&Order::customer_id>().for_update<Customer>(); }
#endif
