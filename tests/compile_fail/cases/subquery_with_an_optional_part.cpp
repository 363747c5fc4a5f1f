// expect: a_subquery_has_an_optional_part<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::exists(df::list<Order>().where(df::if_set(true, field<&Order::total> > 1))); }
#else
auto wanted() { return df::if_set(true, df::exists(df::list<Order>().where(field<&Order::total> > 1))); }
#endif
