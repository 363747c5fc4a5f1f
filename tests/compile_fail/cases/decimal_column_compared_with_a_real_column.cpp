// expect: a_decimal_meets_an_inexact_number<Product
// expect: "price"
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Product {
    df::id<Product> id{};
    df::decimal<10, 2> price{};
#ifdef MISTAKE
    double limit{};
#else
    df::decimal<12, 4> limit{};
#endif
};

auto wanted() { return field<&Product::price> < field<&Product::limit>; }
