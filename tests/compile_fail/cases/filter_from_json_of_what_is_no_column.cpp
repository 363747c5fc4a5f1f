// expect: an_argument_is_not_a_column<Customer
// expect g++: char [5]
// expect clang++: char[5]
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::filter_from_json<Customer>("{}", "name"); }
#else
auto wanted() { return df::filter_from_json<Customer>("{}", field<&Customer::name>); }
#endif
