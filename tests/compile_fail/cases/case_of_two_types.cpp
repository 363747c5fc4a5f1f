// expect: values_of_different_types_meet_in_a_function
// expect: "case_when"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::case_when(field<&Customer::age> < 18, "child").otherwise(3); }
#else
auto wanted() { return df::case_when(field<&Customer::age> < 18, "child").otherwise("adult"); }
#endif
