// expect: a_field_is_assigned_twice<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::create<Customer>(field<&Customer::age> = 1, field<&Customer::age> = 2); }
#else
auto wanted() { return df::create<Customer>(field<&Customer::age> = 1); }
#endif
