// expect: first_per_names_no_group<Order>
#include <dataflow/dataflow.hpp>

#include "../models/orders.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().first_per(3); }
#else
auto wanted() { return df::list<Order>().first_per(3, field<&Order::customer_id>); }
#endif
