// expect: a_decimal_meets_an_inexact_number<Product
// expect: "price"
#include <dataflow/dataflow.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Product::price> = 9.99; }
#else
auto wanted() { return field<&Product::price> = df::decimal<10, 2>(9.99); }
#endif
