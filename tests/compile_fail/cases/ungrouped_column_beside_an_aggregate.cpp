// expect: a_field_outside_of_the_groups_is_used<Order
// expect: discount
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
auto wanted() { return db.run(df::aggregate<Order>().group_by(field<&Order::status>).select(field<&Order::discount>, df::count().as<"n">())); }
#else
auto wanted() { return db.run(df::aggregate<Order>().group_by(field<&Order::status>, field<&Order::discount>).select(df::count().as<"n">())); }
#endif
