// expect: a_json_field_is_compared_as_a_whole<Product
// expect: "specs"
#include <dataflow/json.hpp>

#include "../models/specs.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Product::specs> == Specs{5}; }
#else
auto wanted() { return field<&Product::specs>.at<&Specs::weight> == 5; }
#endif
