// expect: a_field_is_assigned_another_type<Product
// expect: "specs.weight"
#include <dataflow/json.hpp>

#include "../models/specs.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Product::specs>.at<&Specs::weight> = "5"; }
#else
auto wanted() { return field<&Product::specs>.at<&Specs::weight> = 5; }
#endif
