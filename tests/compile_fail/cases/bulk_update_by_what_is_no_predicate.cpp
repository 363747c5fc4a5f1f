// expect: an_argument_is_neither_a_predicate_nor_an_assignment<Customer, int>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_update<Customer>(5, field<&Customer::age> = 1); }
#else
auto wanted() { return df::bulk_update<Customer>(field<&Customer::age> == 5, field<&Customer::age> = 1); }
#endif
