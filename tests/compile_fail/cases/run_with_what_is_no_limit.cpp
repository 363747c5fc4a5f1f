// expect: what_is_given_besides_a_node_is_not_a_limit<Order, int>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found(df::database<Order>& db) { return db.run(df::list<Order>(), 5); }
#else
auto found(df::database<Order>& db) { return db.run(df::list<Order>().limit(5)); }
#endif
