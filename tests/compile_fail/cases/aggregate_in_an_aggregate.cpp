// expect: an_aggregate_is_nested<Customer>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer> db;

#ifdef MISTAKE
auto wanted() { return db.run(df::select(df::sum(df::count(field<&Customer::note>)))); }
#else
auto wanted() { return db.run(df::select(df::sum(field<&Customer::age>))); }
#endif
