// expect: an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Customer
// expect: "least"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(df::database<Customer>& db) {
    return db.run(df::list<Customer>().where(field<&Customer::age> > df::param<"least">));
}
#else
auto wanted(df::database<Customer>& db) {
    return db.run(df::list<Customer>().where(field<&Customer::age> > 3));
}
#endif
