// expect: a_field_of_another_model_is_used<Customer, Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::upsert(Customer{}).on_conflict(field<&Order::id>); }
#else
auto wanted() { return df::upsert(Customer{}).on_conflict(field<&Customer::id>); }
#endif
