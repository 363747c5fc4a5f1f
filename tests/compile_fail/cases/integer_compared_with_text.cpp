// expect: a_field_is_compared_with_another_type<Customer
// expect: "age"
// expect: int
// expect: char
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::age> > "30"; }
#else
auto wanted() { return field<&Customer::age> > 30; }
#endif
