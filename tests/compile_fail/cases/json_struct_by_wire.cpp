// expect: a_field_is_assigned_another_type<Product
// expect: "specs.size"
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Size {
    double width{};
};
struct Specs {
    Size size{};
};
struct Product {
    df::id<Product> id{};
    df::json<Specs> specs{};
};

#ifdef MISTAKE
auto wanted() { return field<&Product::specs>.at<&Specs::size> = df::param<"size">; }
#else
auto wanted() { return field<&Product::specs>.at<&Specs::size>.at<&Size::width> = df::param<"width">; }
#endif
