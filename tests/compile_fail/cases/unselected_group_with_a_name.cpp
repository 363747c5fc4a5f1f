// expect: a_group_that_is_not_selected_has_a_name<
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::aggregate<Order>().group_by(df::unselected(df::length(field<&Order::status>).as<"size">()));
}
#else
auto wanted() { return df::aggregate<Order>().group_by(df::unselected(df::length(field<&Order::status>))); }
#endif
