// expect: the_options_of_a_transaction_come_before_its_work<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void ran(df::database<Customer>& db) {
    db.transaction({.level = df::isolation::serializable}, [](auto& tx) { tx.run(df::list<Customer>()); });
}
#else
void ran(df::database<Customer>& db) {
    db.transaction([](auto& tx) { tx.run(df::list<Customer>()); }, {.level = df::isolation::serializable});
}
#endif
