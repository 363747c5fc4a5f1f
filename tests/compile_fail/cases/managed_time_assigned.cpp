// expect: a_managed_column_is_assigned<Customer
// expect: "created_at"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Customer>(1, df::created_at = df::timestamp{}); }
#else
auto wanted() { return df::update<Customer>(1, field<&Customer::age> = 1); }
#endif
