// expect: rows_are_locked_outside_a_transaction<Order>
// lines clang++: 15
#include <dataflow/dataflow.hpp>
#include <dataflow/lock.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::read<Order>(1).for_update()); }
#else
auto wanted() {
    return db.transaction([](auto& tx) { return tx.run(df::read<Order>(1).for_update()); });
}
#endif
