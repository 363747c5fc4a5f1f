// expect: a_key_has_another_type<Customer
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Customer>(df::id<Order>{1}, field<&Customer::age> = 3); }
#else
auto wanted() { return df::update<Customer>(df::id<Customer>{1}, field<&Customer::age> = 3); }
#endif
