// expect: a_field_is_compared_with_another_type<Light
// expect: "shown"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

enum class color { red, green };
struct Light {
    color shown{};
};

#ifdef MISTAKE
auto wanted() { return field<&Light::shown> == "red"; }
#else
auto wanted() { return field<&Light::shown> == color::red; }
#endif
