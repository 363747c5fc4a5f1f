// expect: a_subquery_has_a_parameter_of_a_workflow<Order
// expect: least
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::exists(df::list<Order>().where(field<&Order::total> > df::param<"least">)); }
#else
auto wanted() { return df::exists(df::list<Order>().where(field<&Order::total> > 1)); }
#endif
