// expect: a_node_is_run_on_a_const_database<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found(const df::database<Order>& db) { return db.run(df::list<Order>()); }
#else
auto found(df::database<Order>& db) { return db.run(df::list<Order>()); }
#endif
