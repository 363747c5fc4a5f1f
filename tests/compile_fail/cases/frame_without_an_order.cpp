// expect: a_window_frame_needs_an_order<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include <chrono>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto sum() {
    return df::sum(field<&Order::total>)
        .over(df::partition_by(field<&Order::status>), df::rows_between(df::preceding(3), df::current_row));
}
#else
auto sum() {
    return df::sum(field<&Order::total>)
        .over(df::order_by(field<&Order::id>), df::rows_between(df::preceding(3), df::current_row));
}
#endif
auto wanted() { return df::select(field<&Order::status>, sum().as<"sum">()); }
