// expect: a_column_of_a_set_operation_has_two_types<
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto found() { return df::union_all(df::select(field<&Order::status>), df::select(field<&Order::total>)); }
#else
auto found() { return df::union_all(df::select(field<&Order::status>), df::select(field<&Customer::name>)); }
#endif
auto rows() { return db.run(found()); }
