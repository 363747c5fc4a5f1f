// expect: a_row_has_no_part_of_this_name<
// expect: City>
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
auto wanted() { return db.run(df::list<Order>().join<&Order::customer_id>()).at(0).get<City>(); }
#else
auto wanted() { return db.run(df::list<Order>().join<&Order::customer_id>()).at(0).get<Customer>(); }
#endif
