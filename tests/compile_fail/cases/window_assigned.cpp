// expect: a_window_is_assigned<Order
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
void wanted() { db.run(df::update<Order>(1, field<&Order::total> = df::sum(field<&Order::total>).over())); }
#else
void wanted() { db.run(df::update<Order>(1, field<&Order::total> = field<&Order::total> + 1)); }
#endif
