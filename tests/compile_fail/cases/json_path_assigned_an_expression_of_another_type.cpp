// expect: a_field_is_assigned_another_type<Product
// expect: "specs.weight"
#include <dataflow/json.hpp>

#include <string>

namespace df = dataflow;
using df::field;

struct Specs {
    int weight{};
    double ratio{};
    std::string unit;
};
struct Product {
    df::json<Specs> specs{};
};

constexpr auto& weight = field<&Product::specs>.at<&Specs::weight>;
constexpr auto& ratio = field<&Product::specs>.at<&Specs::ratio>;
#ifdef MISTAKE
auto wanted() { return weight = field<&Product::specs>.at<&Specs::unit>; }
#else
auto wanted() { return ratio = weight * 2; }
#endif
