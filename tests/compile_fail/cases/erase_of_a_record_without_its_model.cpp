// expect: a_node_by_key_does_not_name_its_model<
// expect: "erase"
// expect: Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const df::record<Order>& order) { return df::erase(order); }
#else
auto wanted(const df::record<Order>& order) { return df::erase<Order>(order.id); }
#endif
