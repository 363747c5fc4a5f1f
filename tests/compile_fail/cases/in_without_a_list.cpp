// expect: the_values_of_an_in_are_not_a_list<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(field<&Customer::age>.in(5, 6)); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::age>.in({5, 6})); }
#endif
