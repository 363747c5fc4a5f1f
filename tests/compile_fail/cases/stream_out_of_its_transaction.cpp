// expect: a_transaction_returns_something_that_ends_with_it<dataflow::row_stream<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
void wanted() {
    auto orders = db.transaction([](auto& tx) { return tx.stream(df::list<Order>()); });
    for (auto& o : orders) (void)o;
}
#else
void wanted() {
    auto orders = db.stream(df::list<Order>());
    for (auto& o : orders) (void)o;
}
#endif
