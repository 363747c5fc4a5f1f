// expect: a_key_has_another_type<Customer, dataflow::id<Customer
// expect: Order
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
auto wanted() { return df::read<Customer>(df::id<Order>{1}); }
#else
auto wanted() { return df::read<Customer>(df::id<Customer>{1}); }
#endif
