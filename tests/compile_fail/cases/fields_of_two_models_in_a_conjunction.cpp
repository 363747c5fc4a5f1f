// expect: a_field_of_another_model_is_used<Customer, Order>
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

#ifdef MISTAKE
auto wanted() { return df::bulk_delete<Customer>(field<&Customer::age> > 3 && field<&Order::total> < 9); }
#else
auto wanted() { return df::bulk_delete<Customer>(field<&Customer::age> > 3 && field<&Customer::age> < 9); }
#endif
