// expect: a_field_is_compared_with_another_type<Customer
// expect: "age"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::list<Customer>().where(field<&Customer::age> > "30" && !(field<&Customer::name> == "x"));
}
#else
auto wanted() {
    return df::list<Customer>().where(field<&Customer::age> > 30 && !(field<&Customer::name> == "x"));
}
#endif
