// expect: a_subquery_has_a_parameter_of_a_workflow<Order
// expect: least
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
auto wanted() { return df::exists(df::list<Order>().where(field<&Order::total> > df::param<"least">)); }
#else
auto wanted() { return df::exists(df::list<Order>().where(field<&Order::total> > 1)); }
#endif
