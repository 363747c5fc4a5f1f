// expect: predicates_are_joined_by_a_single_ampersand_or_bar<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto found() {
    return df::list<Customer>().where((field<&Customer::age> > 1) & (field<&Customer::name> == "x"));
}
#else
auto found() {
    return df::list<Customer>().where(field<&Customer::age> > 1 && field<&Customer::name> == "x");
}
#endif
