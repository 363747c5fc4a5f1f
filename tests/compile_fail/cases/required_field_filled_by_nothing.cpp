// expect: a_required_field_is_filled_by_nothing<Order
// expect: "customer_id"
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
void wanted(df::context& c) { (void)(df::create<Order>(field<&Order::total> = 1)).execute(c); }
#else
void wanted(df::context& c) { (void)(df::create<Order>(field<&Order::total> = 1, field<&Order::customer_id> = df::id<Customer>{1})).execute(c); }
#endif
