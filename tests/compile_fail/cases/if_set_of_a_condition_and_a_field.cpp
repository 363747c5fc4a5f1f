// expect: an_if_set_with_a_condition_needs_a_predicate<
// expect: Customer::active
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(bool only_active) {
    return df::list<Customer>().where(df::if_set(only_active, field<&Customer::active>));
}
#else
auto wanted(bool only_active) {
    return df::list<Customer>().where(df::if_set(only_active, field<&Customer::active> == true));
}
#endif
