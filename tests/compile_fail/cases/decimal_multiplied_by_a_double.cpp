// expect: a_decimal_meets_an_inexact_number<Product
// expect: "price"
#include <dataflow/dataflow.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using df::field;
using namespace df::literals;

#ifdef MISTAKE
auto wanted() { return field<&Product::price> *= 1.19; }
#else
auto wanted() { return field<&Product::price> *= "1.19"_dec; }
#endif
