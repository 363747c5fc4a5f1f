// expect: a_remainder_is_taken_of_what_is_not_a_whole_number<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() { return df::list<Customer>().where(field<&Customer::age> % 1.5 == 0); }
#else
auto wanted() { return df::list<Customer>().where(field<&Customer::age> % 2 == 0); }
#endif
