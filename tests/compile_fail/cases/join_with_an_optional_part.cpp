// expect: the_condition_of_a_join_has_an_optional_part<Customer
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto found() { return df::list<Order>().join<Customer>(df::if_set(true, field<&Order::total> > 3)); }
#else
auto found() { return df::list<Order>().join<Customer>(field<&Order::total> > 3); }
#endif
auto rows() { return db.run(found()); }
