// expect: only_a_whole_run_or_a_transaction_can_be_retried<dataflow::retry_policy>
// lines: 13
// lines clang++: 20
#include <dataflow/cancel.hpp>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;

void wanted(df::database<Customer>& db) {

#ifdef MISTAKE
    db.transaction([](auto& tx) { tx.run(df::erase<Customer>(1), df::retry(3)); });
#else
    db.transaction([](auto& tx) { tx.run(df::erase<Customer>(1)); }, df::retry(3));
#endif
}
