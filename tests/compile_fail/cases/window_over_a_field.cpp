// expect: an_argument_is_not_part_of_a_window<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/windows.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Order> db;

#ifdef MISTAKE
auto wanted() { return df::select(df::sum(field<&Order::total>).over(field<&Order::status>)); }
#else
auto wanted() {
    return df::select(df::sum(field<&Order::total>).over(df::partition_by(field<&Order::status>)));
}
#endif
