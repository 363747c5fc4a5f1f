// expect: a_function_ignores_its_frame<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto place() {
    return df::rank().over(df::order_by(field<&Order::total>),
                           df::rows_between(df::preceding(3), df::current_row));
}
#else
auto place() { return df::rank().over(df::order_by(field<&Order::total>)); }
#endif
auto wanted() { return df::select(field<&Order::id>, place().as<"place">()); }
