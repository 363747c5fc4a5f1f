// expect: wieght
// expect: Specs
#include <dataflow/json.hpp>

namespace df = dataflow;
using df::field;

struct Specs {
    int weight{};
};
struct Product {
    df::json<Specs> specs{};
};

#ifdef MISTAKE
auto wanted() { return field<&Product::specs>.at<&Specs::wieght> == 5; }
#else
auto wanted() { return field<&Product::specs>.at<&Specs::weight> == 5; }
#endif
