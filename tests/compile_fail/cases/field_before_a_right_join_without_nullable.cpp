// expect: a_field_of_a_left_joined_model_needs_nullable<Order
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto found() { return df::select(field<&Order::status>).right_join<&Order::customer_id>(); }
#else
auto found() { return df::select(df::nullable(field<&Order::status>)).right_join<&Order::customer_id>(); }
#endif
auto rows() { return db.run(found()); }
