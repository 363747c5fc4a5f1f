// expect: a_field_is_compared_with_another_type<Customer
// expect: "note"
// expect: nullopt
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Customer::note> < std::nullopt; }
#else
auto wanted() { return field<&Customer::note> != std::nullopt; }
#endif
