// expect: a_full_join_needs_an_equality<Customer
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};
struct Customer {
    df::id<Customer> id{};
    std::string name;
    int credit{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    std::string status;
    int total{};
};
extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto found() {
    return df::list<Order>().full_join<Customer>(field<&Order::total> < field<&Customer::credit>);
}
#else
auto found() {
    return df::list<Order>().full_join<Customer>(field<&Order::total> == field<&Customer::credit> &&
                                                 field<&Order::total> > 3);
}
#endif
auto rows() { return db.run(found()); }
