// expect: values_of_different_types_meet_in_a_function
// expect: "greatest"
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using namespace df::literals;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::greatest(field<&Sale::price>, field<&Sale::number>); }
#else
auto wanted() {
    return df::greatest(field<&Sale::price>, df::cast<df::decimal<12, 2>>(field<&Sale::number>));
}
#endif
