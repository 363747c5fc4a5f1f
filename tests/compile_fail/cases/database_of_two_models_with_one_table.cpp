// expect: two_models_of_a_database_have_the_same_table<
// expect: shop::Order
#include <dataflow/dataflow.hpp>

#include "../models/customer.hpp"

namespace df = dataflow;
using df::field;

struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
};
namespace shop {
struct Order {
    df::id<Order> id{};
    int number{};
};
} // namespace shop

#ifdef MISTAKE
void wanted() { df::database<Customer, Order, shop::Order> db{"sqlite::memory:"}; }
#else
void wanted() { df::database<Customer, Order> db{"sqlite::memory:"}; }
#endif
