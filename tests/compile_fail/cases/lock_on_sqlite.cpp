// expect: sqlite_has_no_row_locks<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::sql_of<df::sqlite>(df::list<Order>().for_update()); }
#else
auto wanted() { return df::sql_of<df::postgres>(df::list<Order>().for_update()); }
#endif
