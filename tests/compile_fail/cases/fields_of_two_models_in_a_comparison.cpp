// expect: a_field_of_another_model_is_used<Order, Customer>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::list<Order>().where(field<&Customer::id> == field<&Order::customer_id>)); }
#else
auto wanted() { return db.run(df::list<Order>().where(field<&Order::customer_id> == df::id<Customer>{1})); }
#endif
