// expect: children_have_no_cursor_and_no_total<Order>
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::list<Customer>().with_children<&Order::customer_id>(df::list<Order>().with_total());
}
#else
auto wanted() {
    return df::list<Customer>().with_children<&Order::customer_id>(df::list<Order>().limit(3)).with_total();
}
#endif
