// expect: a_select_takes_expressions_only<int>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::select<Line>(field<&Order::status>, 3); }
#else
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total>); }
#endif
