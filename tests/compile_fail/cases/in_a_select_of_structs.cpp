// expect: a_subquery_does_not_give_one_value<Line>
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
auto wanted() { return field<&Order::total>.in(df::select<Line>(field<&Order::status>, field<&Order::total>)); }
#else
auto wanted() { return field<&Order::total>.in(df::select(field<&Order::total>)); }
#endif
