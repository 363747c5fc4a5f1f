// expect: the_work_of_a_transaction_does_not_take_its_transaction_by_reference<
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
void ran(df::database<Order>& db) {
    db.transaction([] {});
}
#else
void ran(df::database<Order>& db) {
    db.transaction([](auto&) {});
}
#endif
