// expect: a_field_of_another_model_is_used<Order, Customer>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Customer {
    df::id<Customer> id{};
    std::string name;
    int age{};
    std::optional<std::string> note{};
};
struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id;
    double total{};
    std::optional<double> discount{};
};

extern df::database<Customer, Order> db;
#ifdef MISTAKE
auto wanted() { return db.run(df::list<Order>().where(field<&Customer::id> == field<&Order::customer_id>)); }
#else
auto wanted() { return db.run(df::list<Order>().where(field<&Order::customer_id> == df::id<Customer>{1})); }
#endif
