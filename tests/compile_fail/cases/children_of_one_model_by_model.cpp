// expect: several kinds of children are of this model
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;

using row = df::with_children<Customer, Order, Order>;

#ifdef MISTAKE
auto wanted(const row& r) { return r.of<Order>().size(); }
#else
auto wanted(const row& r) { return r.get<0>().size() + r.get<1>().size(); }
#endif
