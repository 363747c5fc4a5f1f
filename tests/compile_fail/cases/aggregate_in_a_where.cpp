// expect: an_aggregate_is_used_in_a_filter<Customer>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().where(df::sum(field<&Customer::age>) > 3); }
#else
auto wanted() { return df::list<Customer>().where(field<&Customer::age> > 3); }
#endif
