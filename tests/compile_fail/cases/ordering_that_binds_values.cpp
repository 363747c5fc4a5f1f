// expect: an_ordering_binds_values<
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
auto wanted() {
    return db.run(df::aggregate<Order>().group_by((field<&Order::total> * 2).as<"twice">()).select(df::count().as<"n">()).order_by(field<&Order::total> * 2));
}
#else
auto wanted() {
    return db.run(df::aggregate<Order>().group_by((field<&Order::total> * 2).as<"twice">()).select(df::count().as<"n">()).order_by(df::item<"twice">));
}
#endif
