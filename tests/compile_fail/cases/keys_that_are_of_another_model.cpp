// expect: a_key_has_another_type<Customer
// expect: Order
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_erase<Customer>(std::vector<df::id<Order>>{}); }
#else
auto wanted() { return df::bulk_erase<Customer>(std::vector<df::id<Customer>>{}); }
#endif
