// expect: a_field_that_cannot_be_null_is_assigned_null<Order
// expect: "total"
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Order>(df::id<Order>{1}, field<&Order::total> = field<&Order::discount>); }
#else
auto wanted() { return df::update<Order>(df::id<Order>{1}, field<&Order::discount> = field<&Order::total>); }
#endif
