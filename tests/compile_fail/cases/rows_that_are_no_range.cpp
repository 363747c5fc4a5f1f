// expect: the_rows_are_not_a_range<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::bulk_create(Customer{}); }
#else
auto wanted() { return df::create(Customer{}); }
#endif
