// expect: a_field_is_negated<Customer
// expect: "age"
// expect: int
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(!field<&Customer::age>); }
#else
auto found() { return df::list<Customer>().where(field<&Customer::age> == 0); }
#endif
