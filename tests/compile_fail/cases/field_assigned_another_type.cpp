// expect: a_field_is_assigned_another_type<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::create<Customer>(field<&Customer::age> = "30"); }
#else
auto wanted() { return df::create<Customer>(field<&Customer::age> = 30); }
#endif
