// expect: a_json_path_steps_into_a_type_that_has_no_such_part<Specs
// lines clang++: 13
#include <dataflow/json.hpp>

#include "../models/specs.hpp"

namespace df = dataflow;
using df::field;

struct Size {
    int width{};
};

#ifdef MISTAKE
auto wanted() { return field<&Product::specs>.at<&Size::width> == 5; }
#else
auto wanted() { return field<&Product::specs>.at<&Specs::weight> == 5; }
#endif
