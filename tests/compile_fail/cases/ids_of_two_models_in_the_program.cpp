// expect: ids_of_two_models_are_compared<Customer, Order>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
};
struct Order {
    df::id<Order> id{};
    std::optional<df::id<Customer>> customer_id{};
};

#ifdef MISTAKE
bool is_of(const Order& order, const Customer&) { return order.customer_id == order.id; }
#else
bool is_of(const Order& order, const Customer& customer) { return order.customer_id == customer.id; }
#endif
