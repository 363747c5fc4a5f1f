// expect: on_delete_set_null_needs_an_optional_field<Order
// expect: "customer"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

struct Order {

#ifdef MISTAKE
    df::id<Order> id{};
    df::id<Customer> customer;
    static constexpr auto dataflow = df::options{
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"customer", df::on_delete::set_null})};
#else
    df::id<Order> id{};
    df::id<Customer> customer;
    static constexpr auto dataflow = df::options{
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"customer", df::on_delete::cascade})};
#endif
};

auto wanted() { return df::list<Order>(); }
