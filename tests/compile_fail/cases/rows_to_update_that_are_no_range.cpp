// expect: the_rows_are_not_a_range<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const Customer& c) { return df::bulk_update(c); }
#else
auto wanted(const Customer& c) { return df::update(c); }
#endif
