// expect: a_field_of_a_result_has_another_type<Line
// expect: status
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select<Line>(field<&Order::total>.as<"status">(), field<&Order::total>); }
#else
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total>); }
#endif
