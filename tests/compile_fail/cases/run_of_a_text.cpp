// expect: what_is_run_is_not_a_node<const char
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void ran(df::database<Order>& db) { db.run("delete from orders"); }
#else
void ran(df::database<Order>& db) { db.run(df::bulk_erase<Order>(df::everything)); }
#endif
