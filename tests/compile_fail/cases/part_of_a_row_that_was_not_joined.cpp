// expect: a_row_has_no_part_of_this_name<
// expect: City>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::list<Order>().join<&Order::customer_id>()).at(0).get<City>(); }
#else
auto wanted() { return db.run(df::list<Order>().join<&Order::customer_id>()).at(0).get<Customer>(); }
#endif
