// expect: an_argument_is_not_an_assignment<Customer,
// lines clang++: 13
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted(const std::vector<Customer>& rows) {
    return df::bulk_create(rows)
        .on_conflict(df::conflict::update, field<&Customer::id>)
        .set_on_conflict(field<&Customer::name> == "x");
}
#else
auto wanted(const std::vector<Customer>& rows) {
    return df::bulk_create(rows)
        .on_conflict(df::conflict::update, field<&Customer::id>)
        .set_on_conflict(field<&Customer::name> = "x");
}
#endif
