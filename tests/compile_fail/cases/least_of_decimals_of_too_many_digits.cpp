// expect: values_of_different_types_meet_in_a_function
// expect: "least"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using namespace df::literals;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::least(field<&Sale::price>, field<&Sale::fraction>); }
#else
auto wanted() { return df::least(field<&Sale::price>, df::cast<df::decimal<10, 8>>(field<&Sale::fraction>)); }
#endif
