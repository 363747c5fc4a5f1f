// expect: a_key_column_is_assigned<Customer
// expect: "id"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Customer>(1, field<&Customer::id> = df::id<Customer>{2}); }
#else
auto wanted() { return df::create<Customer>(field<&Customer::id> = df::id<Customer>{2}); }
#endif
