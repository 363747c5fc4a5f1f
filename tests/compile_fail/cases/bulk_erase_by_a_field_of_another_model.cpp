// expect: a_field_of_another_model_is_used<Customer, Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_erase<Customer>(field<&Order::total> > 3); }
#else
auto wanted() { return df::bulk_erase<Customer>(field<&Customer::age> > 3); }
#endif
