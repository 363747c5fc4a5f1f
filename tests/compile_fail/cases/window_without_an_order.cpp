// expect: a_window_needs_an_order<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto place() { return df::row_number().over(df::partition_by(field<&Order::status>)); }
#else
auto place() {
    return df::row_number().over(df::partition_by(field<&Order::status>), df::order_by(field<&Order::id>));
}
#endif
auto wanted() { return df::select(field<&Order::status>, place().as<"place">()); }
