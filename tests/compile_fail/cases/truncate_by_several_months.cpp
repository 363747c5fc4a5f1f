// expect: these_units_are_not_counted<2>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::truncate<df::unit::month, 2>(field<&Order::placed>); }
#else
auto wanted() { return df::truncate<df::unit::week, 2>(field<&Order::placed>); }
#endif
