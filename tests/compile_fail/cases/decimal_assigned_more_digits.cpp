// expect: a_field_is_assigned_another_type<Product
// expect: "price"
#include <dataflow/dataflow.hpp>

#include "../models/prices.hpp"

namespace df = dataflow;
using df::field;
using namespace df::literals;

#ifdef MISTAKE
auto wanted() { return field<&Product::price> = "9.995"_dec; }
#else
auto wanted() { return field<&Product::price> = df::decimal<10, 2>("9.995"_dec); }
#endif
