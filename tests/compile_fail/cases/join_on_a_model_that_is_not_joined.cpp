// expect: a_field_of_another_model_is_used<Customer, City
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
auto found() { return df::list<Order>().join<Customer>(field<&City::name> == field<&Customer::name>); }
#else
auto found() { return df::list<Order>().join<Customer>(field<&Order::status> == field<&Customer::name>); }
#endif
auto rows() { return db.run(found()); }
