// expect: an_argument_is_not_a_predicate<Customer, int>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_erase<Customer>(5); }
#else
auto wanted() { return df::bulk_erase<Customer>(field<&Customer::age> == 5); }
#endif
