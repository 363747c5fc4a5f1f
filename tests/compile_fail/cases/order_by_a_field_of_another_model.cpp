// expect: a_field_of_another_model_is_used<Customer, Order>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().order_by(df::desc(field<&Order::total>)).limit(3); }
#else
auto wanted() { return df::list<Customer>().order_by(df::desc(field<&Customer::age>)).limit(3); }
#endif
