// expect: what_is_run_is_not_a_node<
// expect: Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found(df::database<Order>& db) { return db.run(field<&Order::total> > 5.0); }
#else
auto found(df::database<Order>& db) { return db.run(df::list<Order>().where(field<&Order::total> > 5.0)); }
#endif
