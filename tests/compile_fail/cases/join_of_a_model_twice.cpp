// expect: a_model_is_joined_twice_without_an_alias<Customer>
#include <dataflow/dataflow.hpp>

#include "../models/shop.hpp"

namespace df = dataflow;
using df::field;

extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().join<&Order::customer_id>().join<&Order::customer_id>(); }
#else
auto wanted() {
    return df::list<Order>().join<&Order::customer_id>().join<&Order::customer_id>(df::as<"other">);
}
#endif
