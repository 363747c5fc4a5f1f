// expect: a_function_is_given_another_type
// expect: "position"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::position(field<&Customer::name>, 5); }
#else
auto wanted() { return df::position(field<&Customer::name>, "5"); }
#endif
