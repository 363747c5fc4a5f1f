// expect: a_select_takes_expressions_only<
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>().group_by(field<&Order::status>).select(df::unselected(df::count()));
}
#else
auto wanted() {
    return df::aggregate<Order>()
        .group_by(df::unselected(field<&Order::status>))
        .select(df::count().as<"n">());
}
#endif
