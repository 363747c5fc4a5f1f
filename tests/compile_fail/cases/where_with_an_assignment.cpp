// expect: an_argument_is_not_a_predicate<Customer
// expect: assignment
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().where(field<&Customer::age> = 5).limit(3); }
#else
auto wanted() { return df::list<Customer>().where(field<&Customer::age> == 5).limit(3); }
#endif
