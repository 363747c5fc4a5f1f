// expect: a_field_is_compared_with_another_type<Order
// expect: customer_id
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return field<&Order::customer_id>.in(df::select(field<&City::id>)); }
#else
auto wanted() { return field<&Order::customer_id>.in(df::select(field<&Customer::id>)); }
#endif
