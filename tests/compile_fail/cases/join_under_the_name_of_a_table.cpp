// expect: an_alias_is_the_name_of_a_table<Customer
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};
struct Customer {
    df::id<Customer> id{};
    std::optional<df::id<City>> city_id{};
    std::string name;
    int age{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    double total{};
    std::string status;
    std::optional<double> discount{};
};
struct Line {
    std::string status;
    double total{};
};
extern df::database<City, Customer, Order> db;

#ifdef MISTAKE
auto wanted() { return df::list<Order>().join<&Order::customer_id>(df::as<"orders">); }
#else
auto wanted() { return df::list<Order>().join<&Order::customer_id>(df::as<"buyer">); }
#endif
