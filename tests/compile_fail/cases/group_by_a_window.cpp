// expect: a_group_is_made_by_a_window
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>().group_by(
        df::row_number().over(df::order_by(field<&Order::total>)).as<"n">());
}
#else
auto wanted() { return df::aggregate<Order>().group_by(field<&Order::status>); }
#endif
