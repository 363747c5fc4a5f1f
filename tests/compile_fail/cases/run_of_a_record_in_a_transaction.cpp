// expect: what_is_run_is_not_a_node<Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void ran(df::database<Order>& db) {
    db.transaction([](df::transaction<Order>& tx) { tx.run(Order{.total = 1}); });
}
#else
void ran(df::database<Order>& db) {
    db.transaction([](df::transaction<Order>& tx) { tx.run(df::create(Order{.total = 1})); });
}
#endif
