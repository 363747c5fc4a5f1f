// expect: the_selects_of_a_set_operation_give_different_rows<
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto found() { return df::intersect(df::list<Customer>(), df::list<Order>()); }
#else
auto found() {
    return df::intersect(df::list<Customer>(), df::list<Customer>().where(field<&Customer::name> == "a"));
}
#endif
auto rows() { return db.run(found()); }
