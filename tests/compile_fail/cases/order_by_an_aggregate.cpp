// expect: a_list_is_ordered_by_an_aggregate_or_a_window<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().order_by(df::max(field<&Customer::age>)); }
#else
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age> * 2); }
#endif
