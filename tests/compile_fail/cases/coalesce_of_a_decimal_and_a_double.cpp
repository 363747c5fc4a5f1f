// expect: values_of_different_types_meet_in_a_function
// expect: "coalesce"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using namespace df::literals;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::coalesce(field<&Sale::price>, 0.5); }
#else
auto wanted() { return df::coalesce(field<&Sale::price>, "0.5"_dec); }
#endif
