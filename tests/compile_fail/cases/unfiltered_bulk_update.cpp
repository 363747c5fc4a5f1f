// expect: a_bulk_update_without_a_predicate_needs_everything<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_update<Customer>(field<&Customer::age> = 1); }
#else
auto wanted() { return df::bulk_update<Customer>(df::everything, field<&Customer::age> = 1); }
#endif
