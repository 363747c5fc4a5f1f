// expect: on_delete_is_given_for_a_field_that_is_not_a_foreign_key<Order
// expect: "total"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

struct Order {

#ifdef MISTAKE
    df::id<Order> id{};
    df::id<Customer> customer;
    int total{};
    static constexpr auto dataflow =
        df::options{.foreign_keys = df::foreign_keys(df::foreign_key_rule{"total", df::on_delete::cascade})};
#else
    df::id<Order> id{};
    df::id<Customer> customer;
    int total{};
    static constexpr auto dataflow = df::options{
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"customer", df::on_delete::cascade})};
#endif
};

auto wanted() { return df::list<Order>(); }
