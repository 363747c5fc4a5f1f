// expect: a_set_operation_takes_selects_and_lists_of_one_model<
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto found() {
    return df::except(df::list<Order>().join<&Order::customer_id>(),
                      df::list<Order>().join<&Order::customer_id>());
}
#else
auto found() { return df::except(df::list<Order>(), df::list<Order>().where(field<&Order::total> > 3)); }
#endif
auto rows() { return db.run(found()); }
