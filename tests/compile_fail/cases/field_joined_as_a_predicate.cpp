// expect: what_is_joined_is_not_a_predicate<Customer
// expect: Customer::name
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() { return df::list<Customer>().where(field<&Customer::age> > 1 && field<&Customer::name> = "x"); }
#else
auto found() {
    return df::list<Customer>().where(field<&Customer::age> > 1 && field<&Customer::name> == "x");
}
#endif
