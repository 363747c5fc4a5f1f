// expect: a_full_join_needs_an_equality<Customer
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto found() {
    return df::list<Order>().full_join<Customer>(field<&Order::total> < field<&Customer::credit>);
}
#else
auto found() {
    return df::list<Order>().full_join<Customer>(field<&Order::total> == field<&Customer::credit> &&
                                                 field<&Order::total> > 3);
}
#endif
auto rows() { return db.run(found()); }
