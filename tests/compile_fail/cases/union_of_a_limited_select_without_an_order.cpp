// expect: a_limited_select_of_a_set_operation_has_no_order<Order
// lines: 14
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto found() {
    return df::union_all(df::select(field<&Order::status>).limit(3), df::select(field<&Customer::name>));
}
#else
auto found() {
    return df::union_all(df::select(field<&Order::status>).order_by(field<&Order::status>).limit(3),
                         df::select(field<&Customer::name>));
}
#endif
auto rows() { return db.run(found()); }
