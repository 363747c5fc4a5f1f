// expect: a_selected_expression_has_no_name<Line
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total> * 2); }
#else
auto wanted() { return df::select<Line>(field<&Order::status>, (field<&Order::total> * 2).as<"total">()); }
#endif
