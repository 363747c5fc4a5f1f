// expect: a_field_of_another_model_is_used<Customer, City
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto found() { return df::list<Order>().join<Customer>(field<&City::name> == field<&Customer::name>); }
#else
auto found() { return df::list<Order>().join<Customer>(field<&Order::status> == field<&Customer::name>); }
#endif
auto rows() { return db.run(found()); }
