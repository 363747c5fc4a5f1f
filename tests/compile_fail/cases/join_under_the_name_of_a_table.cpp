// expect: an_alias_is_the_name_of_a_table<Customer
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().join<&Order::customer_id>(df::as<"orders">); }
#else
auto wanted() { return df::list<Order>().join<&Order::customer_id>(df::as<"buyer">); }
#endif
