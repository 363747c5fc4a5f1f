// expect: an_update_assigns_nothing<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::update<Customer>(1); }
#else
auto wanted() { return df::update<Customer>(1, field<&Customer::age> = 1); }
#endif
