// expect: a_join_is_not_by_the_member_that_is_its_foreign_key<Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::select(field<&Order::total>).left_join(field<&Order::customer_id>); }
#else
auto wanted() { return df::select(field<&Order::total>).left_join<&Order::customer_id>(); }
#endif
