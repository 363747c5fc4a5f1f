// expect: a_key_has_another_type<Customer
// expect: char
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::find<Customer>("1"); }
#else
auto wanted() { return df::find<Customer>(1); }
#endif
