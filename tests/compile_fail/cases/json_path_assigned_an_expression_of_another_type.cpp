// expect: a_field_is_assigned_another_type<Product
// expect: "specs.weight"
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Specs {
    int weight{};
};
struct Product {
    df::json<Specs> specs{};
};

constexpr auto& weight = field<&Product::specs>.at<&Specs::weight>;
#ifdef MISTAKE
auto wanted() { return weight = weight + 0.5; }
#else
auto wanted() { return weight = weight + 5; }
#endif
