// expect: a_field_is_compared_with_another_type<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return 5 == field<&Customer::name>; }
#else
auto wanted() { return "Al" == field<&Customer::name>; }
#endif
