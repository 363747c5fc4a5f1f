// expect: wieght
// expect: Specs
#include <dataflow/json.hpp>

#include "../models/specs.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Product::specs>.at<&Specs::wieght> == 5; }
#else
auto wanted() { return field<&Product::specs>.at<&Specs::weight> == 5; }
#endif
