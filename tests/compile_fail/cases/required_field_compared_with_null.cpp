// expect: a_field_that_cannot_be_null_is_compared_with_null<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::name> == std::nullopt; }
#else
auto wanted() { return field<&Customer::note> == std::nullopt; }
#endif
