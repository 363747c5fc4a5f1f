// expect: a_selected_value_fills_no_field<Line
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
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total>, field<&Order::discount>); }
#else
auto wanted() { return df::select<Line>(field<&Order::status>, field<&Order::total>); }
#endif
