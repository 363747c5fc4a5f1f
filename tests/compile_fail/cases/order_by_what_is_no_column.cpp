// expect: an_argument_is_not_an_ordering<Customer, int>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().order_by(5).limit(3); }
#else
auto wanted() { return df::list<Customer>().order_by(field<&Customer::age>).limit(3); }
#endif
