// expect: an_argument_is_not_an_assignment<Customer,
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::upsert(Customer{})
        .on_conflict(field<&Customer::id>)
        .set_on_conflict(field<&Customer::name> == "x");
}
#else
auto wanted() {
    return df::upsert(Customer{})
        .on_conflict(field<&Customer::id>)
        .set_on_conflict(field<&Customer::name> = "x");
}
#endif
