// expect: a_function_is_given_another_type
// expect: "min"
#include <dataflow/dataflow.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using namespace df::literals;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::min(field<&Sale::now>); }
#else
auto wanted() { return df::min(field<&Sale::price>); }
#endif
