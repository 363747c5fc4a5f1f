// expect: children_come_by_two_keys_of_different_models<Order, Tagging>
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().with_children<&Order::customer_id, &Tagging::tag_id>(); }
#else
auto wanted() { return df::list<Order>().with_children<&Tagging::order_id, &Tagging::tag_id>(); }
#endif
