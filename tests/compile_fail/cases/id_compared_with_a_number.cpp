// expect: a_field_is_compared_with_another_type<Order
// expect: "customer_id"
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return field<&Order::customer_id> == 1; }
#else
auto wanted() { return field<&Order::customer_id> == df::id<Customer>{1}; }
#endif
