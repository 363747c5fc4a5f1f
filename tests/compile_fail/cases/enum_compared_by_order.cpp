// expect: an_enumeration_is_compared_by_order<Light
// expect: "shown"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

enum class color { red, green };
struct Light {
    color shown{};
};

#ifdef MISTAKE
auto wanted() { return field<&Light::shown> < color::green; }
#else
auto wanted() { return field<&Light::shown> != color::green; }
#endif
