// expect: an_ordering_of_a_set_operation_is_not_selected<
// lines: 14
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto found() {
    return df::union_all(df::select(field<&Order::status>), df::select(field<&Customer::name>))
        .order_by(field<&Order::total>);
}
#else
auto found() {
    return df::union_all(df::select(field<&Order::status>), df::select(field<&Customer::name>))
        .order_by(field<&Order::status>);
}
#endif
auto rows() { return db.run(found()); }
