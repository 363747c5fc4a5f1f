// expect: a_conflict_target_is_not_unique<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::upsert(Customer{}).on_conflict(field<&Customer::name>); }
#else
auto wanted() { return df::upsert(Customer{}).on_conflict(field<&Customer::id>); }
#endif
