// expect: a_field_of_another_model_is_used<Customer, Order>
#include <dataflow/dataflow.hpp>
#include <dataflow/functions.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

#ifdef MISTAKE
auto wanted() {
    return df::bulk_erase<Customer>(df::concat(field<&Customer::name>, field<&Order::status>) == "x");
}
#else
auto wanted() {
    return df::bulk_erase<Customer>(df::concat(field<&Customer::name>, field<&Customer::note>) == "x");
}
#endif
