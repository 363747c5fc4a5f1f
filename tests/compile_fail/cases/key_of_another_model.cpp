// expect: a_key_has_another_type<Customer, dataflow::id<Customer
// expect: Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::read<Customer>(df::id<Order>{1}); }
#else
auto wanted() { return df::read<Customer>(df::id<Customer>{1}); }
#endif
