// expect: children_are_given_by_something_other_than_their_list<Order
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().with_children<&Order::customer_id>(df::count<Order>()); }
#else
auto wanted() { return df::list<Customer>().with_children<&Order::customer_id>(df::list<Order>()); }
#endif
