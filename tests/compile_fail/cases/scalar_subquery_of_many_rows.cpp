// expect: a_scalar_subquery_may_give_several_rows<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::scalar(df::select(field<&Order::total>)); }
#else
auto wanted() { return df::scalar(df::select(df::max(field<&Order::total>))); }
#endif
