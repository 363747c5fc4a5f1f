// expect: a_field_is_assigned_another_type<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Customer>(1, field<&Customer::age> = field<&Customer::name>); }
#else
auto wanted() { return df::update<Customer>(1, field<&Customer::age> = field<&Customer::age> + 1); }
#endif
