// expect: a_window_counts_distinct_values<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() { return df::select(df::count_distinct(field<&Order::status>).over()); }
#else
auto wanted() { return df::select(df::count(field<&Order::status>).over()); }
#endif
