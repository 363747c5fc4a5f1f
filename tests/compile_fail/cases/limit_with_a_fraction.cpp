// expect: a_whole_number_is_expected<Customer
// expect: double
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().limit(2.5); }
#else
auto wanted() { return df::list<Customer>().limit(2U); }
#endif
