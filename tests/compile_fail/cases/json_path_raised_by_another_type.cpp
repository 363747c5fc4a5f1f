// expect: a_field_is_compared_with_another_type<Product
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
auto wanted() { return weight += "5"; }
#else
auto wanted() { return weight += 5; }
#endif
