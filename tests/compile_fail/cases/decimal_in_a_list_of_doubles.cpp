// expect: a_decimal_meets_an_inexact_number<Product
// expect: "price"
#include <dataflow/dataflow.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using df::field;
using namespace df::literals;

#ifdef MISTAKE
auto wanted() { return field<&Product::price>.in({1.5, 2.5}); }
#else
auto wanted() { return field<&Product::price>.in({"1.5"_dec, "2.5"_dec}); }
#endif
