// expect: children_have_a_parameter_of_a_workflow<Order
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::list<Customer>().with_children<&Order::customer_id>(
        df::list<Order>().where(field<&Order::total> > df::param<"least">));
}
#else
auto wanted() {
    return df::list<Customer>().with_children<&Order::customer_id>(
        df::list<Order>().where(field<&Order::total> > 5));
}
#endif
