// expect: a_decimal_meets_an_inexact_number<Product
// expect: "prices"
#include <dataflow/dataflow.hpp>

#include <vector>

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Product {
    df::id<Product> id{};
    std::vector<df::decimal<10, 2>> prices{};
};

#ifdef MISTAKE
auto wanted() { return field<&Product::prices>.contains(1.5); }
#else
auto wanted() { return field<&Product::prices>.contains("1.5"_dec); }
#endif
