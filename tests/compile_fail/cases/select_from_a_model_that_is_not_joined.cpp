// expect: a_field_of_another_model_is_used<Order, Customer>
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
auto wanted() { return db.run(df::select(field<&Order::total>).where(field<&Customer::age> > 3)); }
#else
auto wanted() { return db.run(df::select(field<&Order::total>).join<&Order::customer_id>().where(field<&Customer::age> > 3)); }
#endif
