// expect: nothing_is_selected_under_this_name
// lines clang++: 13
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<Customer, Order> db;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::status>)
        .select(df::count().as<"n">())
        .having(df::item<"m"> > 5);
}
#else
auto wanted() {
    return df::aggregate<Order>()
        .group_by(field<&Order::status>)
        .select(df::count().as<"n">())
        .having(df::item<"n"> > 5);
}
#endif
