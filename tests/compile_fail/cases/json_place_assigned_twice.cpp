// expect: a_field_is_assigned_twice<Product
// expect: "specs.size.width"
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Size {
    double width{};
    double height{};
};
struct Specs {
    Size size{};
};
struct Product {
    df::id<Product> id{};
    df::json<Specs> specs{};
};
constexpr auto& size = field<&Product::specs>.at<&Specs::size>;

#ifdef MISTAKE
auto wanted() { return df::update<Product>(1, size = Size{1, 2}, size.at<&Size::width> = 3.0); }
#else
auto wanted() { return df::update<Product>(1, size.at<&Size::height> = 2.0, size.at<&Size::width> = 3.0); }
#endif
