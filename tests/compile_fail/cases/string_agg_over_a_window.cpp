// expect: a_window_joins_strings<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::string_agg(field<&Order::status>, ", ").over(df::partition_by(field<&Order::total>));
}
#else
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::total>)
        .select(df::string_agg(field<&Order::status>, ", ").as<"states">());
}
#endif
