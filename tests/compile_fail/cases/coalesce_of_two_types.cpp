// expect: values_of_different_types_meet_in_a_function
// expect: "coalesce"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::coalesce(field<&Customer::note>, 0); }
#else
auto wanted() { return df::coalesce(field<&Customer::note>, ""); }
#endif
