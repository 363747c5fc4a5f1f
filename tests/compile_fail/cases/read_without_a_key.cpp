// expect: an_input_of_a_node_that_runs_alone_is_filled_by_nothing<Customer
// expect: "id"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(df::database<Customer>& db) { return db.run(df::read<Customer>()); }
#else
auto wanted(df::database<Customer>& db) { return db.run(df::read<Customer>(1)); }
#endif
