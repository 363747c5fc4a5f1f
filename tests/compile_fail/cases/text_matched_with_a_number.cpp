// expect: a_field_is_compared_with_another_type<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::name>.starts_with(3); }
#else
auto wanted() { return field<&Customer::name>.starts_with("3"); }
#endif
