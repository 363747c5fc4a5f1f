// expect: adding_to_a_time_or_a_string_needs_the_header_dataflow_functions_hpp<Customer
// expect: "name"
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/functions.hpp>
#endif

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

auto wanted() { return field<&Customer::name> + "!"; }
