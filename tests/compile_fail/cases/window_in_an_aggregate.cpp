// expect: a_window_is_used_in_an_aggregate
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() { return df::sum(df::row_number().over(df::order_by(field<&Order::total>))); }
#else
auto wanted() { return df::sum(field<&Order::total>); }
#endif
