// expect: a_create_is_given_a_record_and_assignments<Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::create(Order{}, field<&Order::total> = 5.0); }
#else
auto wanted() { return df::create(Order{.total = 5.0}); }
#endif
