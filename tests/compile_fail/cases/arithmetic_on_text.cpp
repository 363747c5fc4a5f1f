// expect: arithmetic_on_a_field_that_is_not_a_number<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Customer>(1, field<&Customer::name> += 1); }
#else
auto wanted() { return df::update<Customer>(1, field<&Customer::age> += 1); }
#endif
