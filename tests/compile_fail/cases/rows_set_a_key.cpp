// expect: a_key_column_is_assigned<Customer
// expect: "id"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_update(std::vector<Customer>{}).set(field<&Customer::id>); }
#else
auto wanted() { return df::bulk_update(std::vector<Customer>{}).set(field<&Customer::name>); }
#endif
