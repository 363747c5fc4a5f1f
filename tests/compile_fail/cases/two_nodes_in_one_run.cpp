// expect: one_node_is_run_at_a_time<Customer, Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
void wanted() {
    auto customers = db.run(df::list<Customer>(), df::list<Order>()); // no second error about what it gives
    for (auto& customer : customers) customer.id = {};
}
#else
auto wanted() {
    auto customers = db.run(df::list<Customer>());
    return db.run(df::list<Order>());
}
#endif
