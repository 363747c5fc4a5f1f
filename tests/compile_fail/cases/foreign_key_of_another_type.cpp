// expect: a_foreign_key_refers_to_a_model_with_another_key<Order, Customer
// expect: "customer"
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

struct Order {

#ifdef MISTAKE
    df::id<Order> id{};
    df::id<Customer, std::string> customer;
#else
    df::id<Order> id{};
    df::id<Customer> customer;
#endif
};

auto wanted() { return df::list<Order>(); }
