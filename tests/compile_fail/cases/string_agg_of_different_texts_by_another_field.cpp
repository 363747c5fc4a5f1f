// expect: distinct_strings_are_ordered_by_something_else<Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::string_agg_distinct(field<&Order::status>, ", ").order_by(field<&Order::total>); }
#else
auto wanted() {
    return df::string_agg_distinct(field<&Order::status>, ", ").order_by(df::desc(field<&Order::status>));
}
#endif
