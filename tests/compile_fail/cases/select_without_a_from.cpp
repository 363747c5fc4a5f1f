// expect: a_select_of_several_models_needs_a_from<
// expect: Customer
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
auto wanted() { return db.run(df::select(field<&Order::total> * field<&Customer::age>)); }
#else
auto wanted() { return db.run(df::select(field<&Order::total> * field<&Customer::age>).from<Order>().join<&Order::customer_id>()); }
#endif
