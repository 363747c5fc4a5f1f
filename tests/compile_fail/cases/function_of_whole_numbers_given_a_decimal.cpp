// expect: a_function_is_given_another_type
// expect: "mod"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using namespace df::literals;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::mod(field<&Sale::number>, "1.5"_dec); }
#else
auto wanted() { return df::mod(field<&Sale::number>, 2); }
#endif
