// expect: a_field_that_is_not_a_string_is_matched_as_one<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::age>.contains("3"); }
#else
auto wanted() { return field<&Customer::name>.contains("3"); }
#endif
