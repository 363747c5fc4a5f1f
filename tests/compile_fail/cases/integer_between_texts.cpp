// expect: a_field_is_compared_with_another_type<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::age>.between("30", "40"); }
#else
auto wanted() { return field<&Customer::age>.between(30, 40); }
#endif
