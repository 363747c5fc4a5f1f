// expect: a_key_has_a_different_number_of_columns<Customer
// expect: 1
// expect: 2
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::erase<Customer>(1, 2); }
#else
auto wanted() { return df::erase<Customer>(1); }
#endif
