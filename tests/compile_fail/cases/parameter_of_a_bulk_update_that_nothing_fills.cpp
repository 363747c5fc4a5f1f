// expect: an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Customer
// expect: "least"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(df::database<Customer>& db) {
    return db.run(
        df::bulk_update<Customer>(field<&Customer::age> > df::param<"least">, field<&Customer::age> = 1));
}
#else
auto wanted(df::database<Customer>& db) {
    return db.run(df::bulk_update<Customer>(field<&Customer::age> > 3, field<&Customer::age> = 1));
}
#endif
