// expect: a_predicate_is_compared<Customer, int>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(1 < field<&Customer::age> < 5); }
#else
auto found() { return df::list<Customer>().where(1 < field<&Customer::age> && field<&Customer::age> < 5); }
#endif
