// expect: a_window_is_used_in_a_filter<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::list<Order>().where(df::row_number().over(df::order_by(field<&Order::total>)) < 4);
}
#else
auto wanted() { return df::list<Order>().where(field<&Order::total> < 4); }
#endif
