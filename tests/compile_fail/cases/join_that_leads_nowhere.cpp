// expect: a_join_starts_from_a_model_that_is_not_in_the_query<Order, Customer>
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::list<City>().join<&Order::customer_id>(); }
#else
auto wanted() { return df::list<Customer>().join<&Order::customer_id>(); }
#endif
