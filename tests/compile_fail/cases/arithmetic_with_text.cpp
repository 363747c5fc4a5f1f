// expect: arithmetic_on_a_field_that_is_not_a_number<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::age> + field<&Customer::name> > 3; }
#else
auto wanted() { return field<&Customer::age> + field<&Customer::age> > 3; }
#endif
