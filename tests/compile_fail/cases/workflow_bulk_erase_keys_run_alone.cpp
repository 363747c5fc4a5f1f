// expect: an_input_of_a_node_that_runs_alone_is_filled_by_nothing<
// expect: Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;

#ifdef MISTAKE
void ran(df::database<Order>& db) { (void)db.run(df::bulk_erase_keys<Order>()); }
#else
void ran(df::database<Order>& db) { (void)db.run(df::count<Order>()); }
#endif
