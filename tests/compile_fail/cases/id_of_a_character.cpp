// expect: a_whole_number_is_expected<Customer
// expect: char
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::id<Customer>('1'); }
#else
auto wanted() { return df::id<Customer>(1U); }
#endif
