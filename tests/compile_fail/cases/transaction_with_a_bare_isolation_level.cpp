// expect: an_argument_of_a_transaction_is_neither_its_options_nor_a_limit<
// expect: isolation>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void ran(df::database<Order>& db) {
    db.transaction([](auto& tx) { tx.run(df::list<Order>()); }, df::isolation::serializable);
}
#else
void ran(df::database<Order>& db) {
    db.transaction([](auto& tx) { tx.run(df::list<Order>()); }, {.level = df::isolation::serializable});
}
#endif
