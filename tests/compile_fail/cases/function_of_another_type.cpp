// expect: a_function_is_given_another_type<
// expect: fixed_string<6>{"lower"}, Customer
// expect: "age"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::lower(field<&Customer::age>); }
#else
auto wanted() { return df::lower(field<&Customer::name>); }
#endif
