// expect: a_field_is_compared_with_another_type<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::age> == field<&Customer::note>; }
#else
auto wanted() { return field<&Customer::name> == field<&Customer::note>; }
#endif
